// Trees cut into blocks of three levels, for instructions that compare eight small numbers at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/ensemble.h"

namespace shohin {

// Thresholds are replaced by their rank among all thresholds of their slot, and a row's slots by the number
// of thresholds below them: the comparisons come out the same, and eight ranks fill one register of 16 bytes.
struct TreeBlocks {
  static constexpr std::uint32_t kMostSlots = 32;
  static constexpr std::int16_t kMissing = 32767;  // above the rank of any threshold
  static constexpr std::size_t kMostCuts = 32766;

  // Seven nodes as a heap (children of i: the false one 2i+1, the true one 2i+2) and its eight exits from the
  // false end; as large as a cache line. Below a leaf the heap goes on with nodes of no meaning.
  struct alignas(64) Block {
    std::array<std::int16_t, 8> rank;   // [node] of its threshold; of no meaning: kMissing, like the eighth
    std::array<std::uint8_t, 16> byte;  // [2 * node] where its slot's rank lies in the row's ranks, in bytes
    std::array<std::uint16_t, 8> step;  // [exit] from here to the next block; 0 for a leaf
    std::array<std::uint16_t, 8> leaf;  // [exit] its number within the tree
  };

  std::vector<Block> blocks;
  std::vector<std::uint32_t> roots;       // [tree] first block, and as many more as TreeLayout::kPadding
  std::vector<std::uint32_t> first_leaf;  // [tree] number of its first leaf, likewise
  // Of each slot the thresholds in order, filled up with infinities to a power of two less one.
  std::vector<std::vector<float>> cuts;
  std::vector<std::uint32_t> by_cuts;  // the slots, those with the most cuts first
};

// slot_of_node: which of slot_count slots a branch looks at. Nothing for ensembles that do not fit: too many
// slots, thresholds of a slot, or nodes in a tree.
std::optional<TreeBlocks> cut_blocks(const TreeEnsemble& ensemble, std::size_t slot_count,
                                     std::span<const std::uint32_t> slot_of_node);

// ranks: [kMostSlots] of a row's slots, in place of the slots themselves; those past the last are not
// written.
void rank_slots(const TreeBlocks& blocks, const float* slots, std::int16_t* ranks);

}  // namespace shohin
