#include "model/tree_layout.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "model/check_trees.h"

namespace shohin {
namespace {

constexpr float kNever = std::numeric_limits<float>::quiet_NaN();
// What a slot holds when the answer is known: at most any threshold, or above that of a category's test.
constexpr float kPasses = std::numeric_limits<float>::lowest();
constexpr float kCategoryThreshold = 0, kFails = 1;

// Gives the slot of each node.
std::vector<std::uint32_t> number_slots(const TreeEnsemble& ensemble, std::vector<TreeLayout::Slot>& slots) {
  std::vector<std::uint32_t> slot_of_node(ensemble.node_count(), 0);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> wanted;  // what a node asks about, and the node
  for (std::uint32_t node = 0; node < ensemble.node_count(); ++node) {
    if (ensemble.feature[node] == TreeEnsemble::kLeaf) continue;
    // A category is at most 250; other thresholds do not shape the slot.
    const bool equals = ensemble.test[node] == SplitTest::kEquals;
    const auto category = equals ? static_cast<std::int32_t>(ensemble.threshold[node]) + 2 : 0;
    wanted.emplace_back((std::uint64_t{ensemble.feature[node]} << 32U) |
                            (static_cast<std::uint64_t>(category) << 1U) | ensemble.missing_is_true[node],
                        node);
  }
  std::sort(wanted.begin(), wanted.end());
  std::uint64_t last = ~std::uint64_t{0};
  for (const auto& [key, node] : wanted) {
    if (key != last)
      slots.push_back({.feature = ensemble.feature[node],
                       .test = ensemble.test[node],
                       .missing_is_true = ensemble.missing_is_true[node] != 0,
                       .category = ensemble.threshold[node]});
    last = key;
    slot_of_node[node] = static_cast<std::uint32_t>(slots.size() - 1);
  }
  return slot_of_node;
}

std::vector<TreeLayout::Chunk> cut_chunks(const TreeEnsemble& ensemble) {
  std::vector<TreeLayout::Chunk> chunks;
  std::uint32_t nodes = 0;
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree) {
    const std::uint32_t first = ensemble.roots[tree], end = ensemble.end_of_tree(tree);
    if (chunks.empty() || chunks.back().count == TreeLayout::kChunkTrees ||
        nodes + (end - first) > TreeLayout::kChunkNodes) {
      chunks.push_back({.first = tree, .count = 0, .depth = 0});
      nodes = 0;
    }
    nodes += end - first;
    ++chunks.back().count;
    chunks.back().depth = std::max(chunks.back().depth, tree_depth(ensemble, first, end));
  }
  return chunks;
}

// Breadth-first, so that the upper branches of a tree share few cache lines.
template <class Node>
void lay_out_tree(const TreeEnsemble& ensemble, std::uint32_t first, std::uint32_t end,
                  std::span<const std::uint32_t> slot_of_node, std::vector<Node>& nodes,
                  std::vector<std::uint32_t>& leaf_of_node) {
  using Step = decltype(Node::step);
  std::vector<std::uint32_t> order = {first};  // [place in the new layout - first] the node there
  order.reserve(end - first);
  for (std::uint32_t place = 0; place < order.size(); ++place) {
    const std::uint32_t node = order[place];
    Node& out = nodes[first + place];
    if (ensemble.feature[node] == TreeEnsemble::kLeaf) {
      out = {.threshold = kNever, .slot = 0, .step = 0};
      leaf_of_node[first + place] = ensemble.false_child[node];
      continue;
    }
    out = {.threshold = slot_threshold(ensemble, node),
           .slot = static_cast<Step>(slot_of_node[node]),
           .step = static_cast<Step>(order.size() - place)};
    order.push_back(ensemble.false_child[node]);
    order.push_back(node + 1);
  }
}

bool is_narrow(const TreeEnsemble& ensemble, std::size_t slots) {
  constexpr std::uint32_t kNarrow = std::numeric_limits<std::uint16_t>::max();
  bool narrow = slots <= kNarrow;
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree)
    narrow = narrow && ensemble.end_of_tree(tree) - ensemble.roots[tree] <= kNarrow;
  return narrow;
}

}  // namespace

float slot_threshold(const TreeEnsemble& ensemble, std::uint32_t node) {
  return ensemble.test[node] == SplitTest::kEquals ? kCategoryThreshold : ensemble.threshold[node];
}

TreeLayout lay_out_trees(const TreeEnsemble& ensemble, bool with_blocks) {
  TreeLayout layout;
  const std::vector<std::uint32_t> slot_of_node = number_slots(ensemble, layout.slots);
  layout.chunks = cut_chunks(ensemble);
  layout.roots = ensemble.roots;
  layout.roots.resize(layout.roots.size() + TreeLayout::kPadding, 0);
  layout.leaf_of_node.resize(ensemble.node_count());
  const bool narrow = is_narrow(ensemble, layout.slots.size());
  layout.narrow.resize(narrow ? ensemble.node_count() : 0);
  layout.wide.resize(narrow ? 0 : ensemble.node_count());
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree) {
    const std::uint32_t first = ensemble.roots[tree], end = ensemble.end_of_tree(tree);
    if (narrow)
      lay_out_tree(ensemble, first, end, slot_of_node, layout.narrow, layout.leaf_of_node);
    else
      lay_out_tree(ensemble, first, end, slot_of_node, layout.wide, layout.leaf_of_node);
  }
  if (with_blocks)
    if (auto blocks = cut_blocks(ensemble, layout.slots.size(), slot_of_node))
      layout.blocks = std::move(*blocks);
  return layout;
}

void fill_slots(const TreeLayout& layout, const float* row, float* slots) {
  for (const TreeLayout::Slot& slot : layout.slots) {
    const float value = row[slot.feature];
    const bool missing = value != value;
    if (slot.test == SplitTest::kAtMost) {
      *slots++ = missing && slot.missing_is_true ? kPasses : value;
    } else {
      const bool passes = missing ? slot.missing_is_true : value == slot.category;
      *slots++ = passes ? kPasses : kFails;
    }
  }
}

}  // namespace shohin
