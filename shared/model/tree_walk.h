// One row's walks down the trees of a chunk: the innermost loop of prediction, once for each set of
// instructions. All of them end at the same leaves.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/tree_layout.h"

namespace shohin {

enum class TreeWalk : std::uint8_t {
  kPlain,   // sixteen trees at once, so that a step need not wait for another's memory
  kBlocks,  // three levels at once, by instructions that compare eight ranks (tree_blocks.h)
  kAvx2,    // eight trees a register, nodes fetched by gather instructions
  kAvx512,  // sixteen trees a register
};

// [tree of the chunk] number of the leaf that the row ends at; what lies past the chunk is of no meaning.
using LeafNumbers = std::array<std::uint32_t, TreeLayout::kChunkTrees + TreeLayout::kPadding>;
using WalkChunk = void (*)(const TreeLayout& layout, const TreeLayout::Chunk& chunk, const float* slots,
                           LeafNumbers& leaves);
// Makes of a row what its walks look at: TreeLayout::slot_stride() floats.
using PrepareRow = void (*)(const TreeLayout& layout, const float* row, float* slots);

// What this processor can do for that layout; kPlain always.
std::vector<TreeWalk> possible_walks(const TreeLayout& layout);
// The one of them that is known to be the fastest here.
TreeWalk fastest_walk(const TreeLayout& layout);
// Whether a layout should have blocks: whether they are faster here than what else there is.
bool blocks_pay();
// The walk must be possible.
WalkChunk walk_function(const TreeLayout& layout, TreeWalk walk);
PrepareRow prepare_function(TreeWalk walk);

}  // namespace shohin
