// A range of grown trees as bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/byte_stream.h"
#include "learn/plan.h"
#include "learn/tree_grower.h"

namespace shohin {

void write_part_header(ByteWriter& out, std::uint32_t first, std::uint32_t count);
void write_tree(ByteWriter& out, const GrownTree& tree);

// Fails with kTruncated or kBadSyntax; any units are taken.
Result<GrownTree> read_tree(ByteReader& in, std::uint32_t values_a_leaf);

struct TreePart {
  std::uint32_t first = 0;
  std::vector<GrownTree> trees;
};

// Fails with kTruncated or kBadSyntax. The trees' inner soundness is for tree_fault() of the whole to judge.
Result<TreePart> read_part(std::span<const std::uint8_t> bytes, const TrainingPlan& plan);

// Appends the tree without its leaf values.
void append_nodes(const GrownTree& tree, std::uint32_t leaves_before, TreeEnsemble& out);

}  // namespace shohin
