// A tree ensemble laid out for speed.
#pragma once

#include <cstdint>
#include <vector>

#include "model/ensemble.h"
#include "model/tree_blocks.h"

namespace shohin {

// Each (feature, direction of what is missing, category) that a node asks about has a slot. A row is first
// turned into slots, so that every node is the one test `slot <= threshold`; a leaf's threshold is NaN and
// its step 0, which keeps a walk where it is. Siblings lie side by side, the false one first: a step is an
// addition, whatever the test says, and no branch of the program depends on the row.
struct TreeLayout {
  struct Slot {
    std::uint32_t feature;
    SplitTest test;
    bool missing_is_true;
    float category;
  };
  struct NarrowNode {
    float threshold;
    std::uint16_t slot;
    std::uint16_t step;  // from here to the false child; 0 for a leaf
  };
  struct WideNode {
    float threshold;
    std::uint32_t slot;
    std::uint32_t step;
  };
  // Trees that are walked one row after another before the next chunk is, so that in a batch their nodes stay
  // near the processor.
  struct Chunk {
    std::uint32_t first, count;
    std::uint32_t depth;  // branches to the deepest leaf
  };
  static constexpr std::uint32_t kChunkTrees = 128;         // at most
  static constexpr std::uint32_t kChunkNodes = 128 * 1024;  // about; a single tree may have more
  // A row of slots is as long as a multiple of this, and `roots` is longer than the trees by this, so that
  // what takes many values at once may read past the last.
  static constexpr std::uint32_t kPadding = 32;

  std::vector<Slot> slots;
  std::vector<NarrowNode> narrow;  // when every tree and slot number fits into 16 bits
  std::vector<WideNode> wide;      // otherwise
  std::vector<std::uint32_t> leaf_of_node;
  TreeBlocks blocks;  // if they were asked for and the ensemble fits, otherwise empty
  std::vector<std::uint32_t> roots;
  std::vector<Chunk> chunks;

  // Floats that a row takes as slots.
  [[nodiscard]] std::uint32_t slot_stride() const {
    return (static_cast<std::uint32_t>(slots.size()) + kPadding - 1) / kPadding * kPadding;
  }
};

// The ensemble must be sound (check_trees.h).
TreeLayout lay_out_trees(const TreeEnsemble& ensemble, bool with_blocks);

// What a branch compares its slot with.
float slot_threshold(const TreeEnsemble& ensemble, std::uint32_t node);

// row: the inputs, NaN for what is missing.
void fill_slots(const TreeLayout& layout, const float* row, float* slots);

}  // namespace shohin
