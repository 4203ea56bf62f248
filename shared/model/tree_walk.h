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
  kAvx2,    // eight trees a register, nodes fetched by gather instructions
  kAvx512,  // sixteen trees a register
};

// [tree of the chunk] the node that the row ends at, always a leaf; what lies past the chunk is of no
// meaning.
using LeafNodes = std::array<std::uint32_t, TreeLayout::kChunkTrees>;
using WalkChunk = void (*)(const TreeLayout& layout, const TreeLayout::Chunk& chunk, const float* slots,
                           LeafNodes& leaves);

// What this processor can do for that layout; kPlain always.
std::vector<TreeWalk> possible_walks(const TreeLayout& layout);
// The one of them that is known to be the fastest here.
TreeWalk fastest_walk(const TreeLayout& layout);
// The walk must be possible.
WalkChunk walk_function(const TreeLayout& layout, TreeWalk walk);

}  // namespace shohin
