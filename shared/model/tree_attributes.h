// The parallel lists that ONNX's TreeEnsembleClassifier calls its attributes, and the way to and from our
// ensemble.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fault/fault.h"
#include "model/ensemble.h"

namespace shohin {

enum class NodeMode : std::uint8_t { kAtMost, kEquals, kDiffers, kLeaf };

struct TreeAttributes {
  // [node]
  std::vector<std::uint32_t> tree_ids, node_ids, feature_ids, true_ids, false_ids, missing_is_true;
  std::vector<NodeMode> modes;
  std::vector<float> values, hits;
  // [weight]: classes without a weight at a leaf weigh 0 there
  std::vector<std::uint32_t> class_tree_ids, class_node_ids, class_ids;
  std::vector<float> class_weights;
};

// A category's test is written as BRANCH_EQ when what is missing passes it too, and otherwise as BRANCH_NEQ
// with its children swapped (NaN differs from everything): ONNX Runtime (1.31) merges a chain of BRANCH_EQ on
// one feature without asking where the true branches lead, and answers wrongly. Two classes have one weight a
// leaf, for the second class under id 0: ONNX Runtime then answers [1-p, p] and the right label.
TreeAttributes tree_attributes(const TreeEnsemble& ensemble);

// The ensemble of trees whose nodes come in any order (a tree's first node is its root) with any numbers.
// Lists left out (hits, missing_is_true) count as zeros. Fails with kUnsupportedModel (lists of different
// lengths; `field` names the list) or kBadTree.
Result<TreeEnsemble> tree_ensemble(const TreeAttributes& attributes, std::uint32_t class_count,
                                   std::uint32_t feature_count);

}  // namespace shohin
