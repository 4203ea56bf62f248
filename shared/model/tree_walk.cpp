#include "model/tree_walk.h"

#include <algorithm>
#include <cstring>

#include "model/tree_walk_blocks.h"
#include "model/tree_walk_gather.h"

namespace shohin {
namespace {

constexpr std::uint32_t kLevels = 5;  // between looks at whether all have arrived

template <int kTrees, class Node>
bool have_arrived(const Node* nodes, const std::uint32_t* at) {
  std::uint32_t steps = 0;
  for (int i = 0; i < kTrees; ++i) steps |= nodes[at[i]].step;
  return steps == 0;
}

template <int kTrees, class Node>
void walk_together(const Node* nodes, const std::uint32_t* roots, std::uint32_t depth, const float* slots,
                   std::uint32_t* leaves) {
  std::uint32_t at[kTrees];
  for (int i = 0; i < kTrees; ++i) at[i] = roots[i];
  while (depth > 0) {
    const std::uint32_t levels = std::min(depth, kLevels);
    for (std::uint32_t level = 0; level < levels; ++level)
      for (int i = 0; i < kTrees; ++i) {
        const Node& node = nodes[at[i]];
        at[i] += node.step + static_cast<std::uint32_t>(slots[node.slot] <= node.threshold);
      }
    depth -= levels;
    if (depth > 0 && have_arrived<kTrees>(nodes, at)) break;
  }
  for (int i = 0; i < kTrees; ++i) leaves[i] = at[i];
}

// Past the last tree lie the roots of others, or 0: they are walked in vain, at most three.
template <class Node>
void walk_plain(const Node* nodes, const TreeLayout& layout, const TreeLayout::Chunk& chunk,
                const float* slots, LeafNumbers& leaves) {
  const std::uint32_t* const roots = &layout.roots[chunk.first];
  std::uint32_t tree = 0;
  for (; tree + 16 <= chunk.count; tree += 16)
    walk_together<16>(nodes, roots + tree, chunk.depth, slots, &leaves[tree]);
  for (; tree < chunk.count; tree += 4)
    walk_together<4>(nodes, roots + tree, chunk.depth, slots, &leaves[tree]);
  for (std::uint32_t i = 0; i < chunk.count; ++i) leaves[i] = layout.leaf_of_node[leaves[i]];
}

void walk_narrow(const TreeLayout& layout, const TreeLayout::Chunk& chunk, const float* slots,
                 LeafNumbers& leaves) {
  walk_plain(layout.narrow.data(), layout, chunk, slots, leaves);
}

void walk_wide(const TreeLayout& layout, const TreeLayout::Chunk& chunk, const float* slots,
               LeafNumbers& leaves) {
  walk_plain(layout.wide.data(), layout, chunk, slots, leaves);
}

bool can_walk_blocks(const TreeLayout& layout) {
  return !layout.blocks.blocks.empty() && can_compare_blocks();
}

// At most TreeBlocks::kMostSlots slots, whose ranks take half of their place.
void fill_ranks(const TreeLayout& layout, const float* row, float* slots) {
  std::array<float, TreeBlocks::kMostSlots> values;
  std::array<std::int16_t, TreeBlocks::kMostSlots> ranks{};
  fill_slots(layout, row, values.data());
  rank_slots(layout.blocks, values.data(), ranks.data());
  std::memcpy(slots, ranks.data(), sizeof ranks);
}

}  // namespace

std::vector<TreeWalk> possible_walks(const TreeLayout& layout) {
  std::vector<TreeWalk> walks = {TreeWalk::kPlain};
  if (can_walk_blocks(layout)) walks.push_back(TreeWalk::kBlocks);
  for (const TreeWalk walk : {TreeWalk::kAvx2, TreeWalk::kAvx512})
    if (can_gather(layout, walk)) walks.push_back(walk);
  return walks;
}

bool blocks_pay() {
  return can_compare_blocks() && !gather_pays(TreeWalk::kAvx2) && !gather_pays(TreeWalk::kAvx512);
}

TreeWalk fastest_walk(const TreeLayout& layout) {
  for (const TreeWalk walk : {TreeWalk::kAvx512, TreeWalk::kAvx2})
    if (can_gather(layout, walk) && gather_pays(walk)) return walk;
  return can_walk_blocks(layout) ? TreeWalk::kBlocks : TreeWalk::kPlain;
}

WalkChunk walk_function(const TreeLayout& layout, TreeWalk walk) {
  if (walk == TreeWalk::kBlocks) return block_function(layout);
  if (walk != TreeWalk::kPlain) return gather_function(layout, walk);
  return layout.wide.empty() ? walk_narrow : walk_wide;
}

PrepareRow prepare_function(TreeWalk walk) { return walk == TreeWalk::kBlocks ? fill_ranks : fill_slots; }

}  // namespace shohin
