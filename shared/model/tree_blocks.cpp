#include "model/tree_blocks.h"

#include <algorithm>
#include <limits>

#include "model/check_trees.h"
#include "model/tree_layout.h"

namespace shohin {
namespace {

constexpr std::uint32_t kLevels = 3;
constexpr std::size_t kMostNodes = 65'535;  // of a tree, so that steps and leaves fit into 16 bits

bool is_leaf(const TreeEnsemble& ensemble, std::uint32_t node) {
  return ensemble.feature[node] == TreeEnsemble::kLeaf;
}

// Each slot's different thresholds in order.
std::vector<std::vector<float>> collect_cuts(const TreeEnsemble& ensemble, std::size_t slot_count,
                                             std::span<const std::uint32_t> slot_of_node) {
  std::vector<std::vector<float>> cuts(slot_count);
  for (std::uint32_t node = 0; node < ensemble.node_count(); ++node)
    if (!is_leaf(ensemble, node)) cuts[slot_of_node[node]].push_back(slot_threshold(ensemble, node));
  for (std::vector<float>& of_slot : cuts) {
    std::sort(of_slot.begin(), of_slot.end());
    of_slot.erase(std::unique(of_slot.begin(), of_slot.end()), of_slot.end());
  }
  return cuts;
}

// Insertion keeps the code small, and there are at most kMostSlots.
std::vector<std::uint32_t> most_first(const std::vector<std::vector<float>>& cuts) {
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < cuts.size(); ++slot) {
    auto place = slots.begin();
    while (place != slots.end() && cuts[*place].size() >= cuts[slot].size()) ++place;
    slots.insert(place, slot);
  }
  return slots;
}

void fill_up(std::vector<std::vector<float>>& cuts) {
  for (std::vector<float>& of_slot : cuts) {
    std::size_t size = 1;
    while (size - 1 < of_slot.size()) size *= 2;
    of_slot.resize(size - 1, std::numeric_limits<float>::infinity());
  }
}

// Cuts one tree after another, each breadth-first.
class Cutter {
 public:
  Cutter(const TreeEnsemble& ensemble, std::span<const std::uint32_t> slot_of_node, TreeBlocks& out)
      : ensemble_(ensemble), slot_of_node_(slot_of_node), out_(out) {}

  // The first block takes the levels that are over, so that the lowest are full.
  void cut(std::uint32_t first, std::uint32_t end) {
    const std::uint32_t depth = tree_depth(ensemble_, first, end);
    std::uint32_t leaf = first;
    while (!is_leaf(ensemble_, leaf)) ++leaf;
    first_leaf_ = ensemble_.false_child[leaf];
    out_.first_leaf.push_back(first_leaf_);
    out_.roots.push_back(static_cast<std::uint32_t>(out_.blocks.size()));
    tops_ = {first};
    for (std::size_t place = 0; place < tops_.size(); ++place)
      out_.blocks.push_back(
          make_block(place, place == 0 && depth % kLevels != 0 ? depth % kLevels : kLevels));
  }

 private:
  TreeBlocks::Block make_block(std::size_t place, std::uint32_t levels) {
    TreeBlocks::Block block{};
    block.rank.fill(TreeBlocks::kMissing);
    std::array<std::uint32_t, 15> heap{tops_[place]};  // nodes, then exits
    for (std::uint32_t i = 0; i < 7; ++i) {
      const std::uint32_t node = heap[i], level = i == 0 ? 0 : i < 3 ? 1 : 2;
      const bool asks = !is_leaf(ensemble_, node) && level < levels;
      if (asks) ask(block, i, node);
      heap[2 * i + 1] = asks ? ensemble_.false_child[node] : node;
      heap[2 * i + 2] = asks ? node + 1 : node;
    }
    for (std::uint32_t exit = 0; exit < 8; ++exit) {
      const std::uint32_t node = heap[7 + exit];
      if (is_leaf(ensemble_, node)) {
        block.leaf[exit] = static_cast<std::uint16_t>(ensemble_.false_child[node] - first_leaf_);
        continue;
      }
      if (exit == 0 || node != heap[6 + exit]) tops_.push_back(node);
      block.step[exit] = static_cast<std::uint16_t>(tops_.size() - 1 - place);
    }
    return block;
  }

  void ask(TreeBlocks::Block& block, std::uint32_t i, std::uint32_t node) const {
    const std::uint32_t slot = slot_of_node_[node];
    const std::vector<float>& cuts = out_.cuts[slot];
    const auto at = std::lower_bound(cuts.begin(), cuts.end(), slot_threshold(ensemble_, node));
    block.rank[i] = static_cast<std::int16_t>(at - cuts.begin());
    block.byte[2 * i] = static_cast<std::uint8_t>(2 * slot);
    block.byte[2 * i + 1] = static_cast<std::uint8_t>(2 * slot + 1);
  }

  const TreeEnsemble& ensemble_;
  std::span<const std::uint32_t> slot_of_node_;
  TreeBlocks& out_;
  std::vector<std::uint32_t> tops_;  // [block of this tree] its first node
  std::uint32_t first_leaf_ = 0;
};

}  // namespace

std::optional<TreeBlocks> cut_blocks(const TreeEnsemble& ensemble, std::size_t slot_count,
                                     std::span<const std::uint32_t> slot_of_node) {
  if (slot_count == 0 || slot_count > TreeBlocks::kMostSlots) return std::nullopt;
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree)
    if (ensemble.end_of_tree(tree) - ensemble.roots[tree] > kMostNodes) return std::nullopt;
  TreeBlocks out;
  out.cuts = collect_cuts(ensemble, slot_count, slot_of_node);
  for (const std::vector<float>& of_slot : out.cuts)
    if (of_slot.size() > TreeBlocks::kMostCuts) return std::nullopt;
  fill_up(out.cuts);
  out.by_cuts = most_first(out.cuts);
  Cutter cutter(ensemble, slot_of_node, out);
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree)
    cutter.cut(ensemble.roots[tree], ensemble.end_of_tree(tree));
  out.roots.resize(out.roots.size() + TreeLayout::kPadding, 0);
  out.first_leaf.resize(out.roots.size(), 0);
  return out;
}

// All slots search at the same time, as each step of a search waits for the one before.
void rank_slots(const TreeBlocks& blocks, const float* slots, std::int16_t* ranks) {
  const std::size_t count = blocks.by_cuts.size();
  std::array<const float*, TreeBlocks::kMostSlots> below;
  for (std::size_t i = 0; i < count; ++i) below[i] = blocks.cuts[blocks.by_cuts[i]].data();
  std::size_t searching = 0;
  for (std::size_t half = (blocks.cuts[blocks.by_cuts[0]].size() + 1) / 2; half > 0; half /= 2) {
    while (searching < count && blocks.cuts[blocks.by_cuts[searching]].size() >= half) ++searching;
    for (std::size_t i = 0; i < searching; ++i)
      below[i] += below[i][half - 1] < slots[blocks.by_cuts[i]] ? half : 0;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t slot = blocks.by_cuts[i];
    const auto rank = static_cast<std::int16_t>(below[i] - blocks.cuts[slot].data());
    ranks[slot] = slots[slot] != slots[slot] ? TreeBlocks::kMissing : rank;
  }
}

}  // namespace shohin
