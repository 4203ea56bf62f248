// The shape of a graph that a converter wrote: one classifier, its inputs, its outputs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "fault/fault.h"
#include "model/onnx_graph.h"

namespace shohin {

struct ForeignGraph {
  const OnnxNode* classifier = nullptr;  // of the file
  bool has_trees = false;                // a TreeEnsembleClassifier; a LinearClassifier otherwise
  std::string_view features;             // the name of the graph's input
  std::uint64_t feature_count = 0;       // 0: open
};

// The operators that foreign graphs may hold.
std::span<const std::string_view> foreign_operators();

// Follows both outputs back to the classifier through nodes that change nothing; takes those and the
// classifier. Fails with kUnsupportedModel or, for a node that would change something, kUnsupportedOperator.
Result<ForeignGraph> read_foreign_graph(const OnnxFile& file, NodeWalk& walk);

}  // namespace shohin
