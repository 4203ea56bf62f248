#include "model/tree_predictor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <utility>

#include "model/check_trees.h"

namespace shohin {
namespace {

constexpr float kNever = std::numeric_limits<float>::quiet_NaN();
// What a slot holds when the answer is known: at most any threshold, or above that of a category's test.
constexpr float kPasses = std::numeric_limits<float>::lowest();
constexpr float kCategoryThreshold = 0, kFails = 1;

std::uint32_t end_of_tree(const TreeEnsemble& ensemble, std::uint32_t tree) {
  return tree + 1 < ensemble.tree_count() ? ensemble.roots[tree + 1] : ensemble.node_count();
}

}  // namespace

TreePredictor::TreePredictor(const TreeEnsemble& ensemble)
    : output_count_(ensemble.output_count()),
      leaf_width_(ensemble.leaf_width()),
      base_values_(ensemble.base_values),
      tree_output_(ensemble.tree_output),
      leaf_values_(ensemble.leaf_values) {
  base_values_.resize(output_count_, 0.0F);
  const std::vector<std::uint32_t> slot_of_node = number_slots(ensemble);
  lay_out(ensemble, slot_of_node);
}

std::vector<std::uint32_t> TreePredictor::number_slots(const TreeEnsemble& ensemble) {
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
      slots_.push_back({.feature = ensemble.feature[node],
                        .test = ensemble.test[node],
                        .missing_is_true = ensemble.missing_is_true[node] != 0,
                        .category = ensemble.threshold[node]});
    last = key;
    slot_of_node[node] = static_cast<std::uint32_t>(slots_.size() - 1);
  }
  return slot_of_node;
}

void TreePredictor::lay_out(const TreeEnsemble& ensemble, std::span<const std::uint32_t> slot_of_node) {
  constexpr std::uint32_t kNarrow = std::numeric_limits<std::uint16_t>::max();
  bool narrow = slots_.size() <= kNarrow;
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree) {
    const std::uint32_t first = ensemble.roots[tree];
    const std::uint32_t end = end_of_tree(ensemble, tree);
    narrow = narrow && end - first <= kNarrow;
    if (tree % kTogether == 0) depths_.push_back(0);
    depths_.back() = std::max(depths_.back(), tree_depth(ensemble, first, end));
  }
  roots_ = ensemble.roots;
  leaf_of_node_.resize(ensemble.node_count());
  narrow_.resize(narrow ? ensemble.node_count() : 0);
  wide_.resize(narrow ? 0 : ensemble.node_count());
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree) {
    const std::uint32_t first = ensemble.roots[tree];
    const std::uint32_t end = end_of_tree(ensemble, tree);
    if (narrow)
      lay_out_tree(ensemble, first, end, slot_of_node, narrow_);
    else
      lay_out_tree(ensemble, first, end, slot_of_node, wide_);
  }
}

// Breadth-first, so that the upper branches of a tree share few cache lines.
template <class Node>
void TreePredictor::lay_out_tree(const TreeEnsemble& ensemble, std::uint32_t first, std::uint32_t end,
                                 std::span<const std::uint32_t> slot_of_node, std::vector<Node>& nodes) {
  using Step = decltype(Node::step);
  std::vector<std::uint32_t> order = {first};  // [place in the new layout - first] the node there
  order.reserve(end - first);
  for (std::uint32_t place = 0; place < order.size(); ++place) {
    const std::uint32_t node = order[place];
    Node& out = nodes[first + place];
    if (ensemble.feature[node] == TreeEnsemble::kLeaf) {
      out = {.threshold = kNever, .slot = 0, .step = 0};
      leaf_of_node_[first + place] = ensemble.false_child[node];
      continue;
    }
    const bool equals = ensemble.test[node] == SplitTest::kEquals;
    out = {.threshold = equals ? kCategoryThreshold : ensemble.threshold[node],
           .slot = static_cast<Step>(slot_of_node[node]),
           .step = static_cast<Step>(order.size() - place)};
    order.push_back(ensemble.false_child[node]);
    order.push_back(node + 1);
  }
}

void TreePredictor::fill_slots(const float* row, float* slots) const {
  for (const Slot& slot : slots_) {
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

template <class Node>
void TreePredictor::add_trees(const std::vector<Node>& nodes, const float* slots, float* sums) const {
  const Node* const all = nodes.data();
  const auto trees = static_cast<std::uint32_t>(roots_.size());
  for (std::uint32_t tree = 0; tree < trees; tree += kTogether) {
    const std::uint32_t count = std::min(kTogether, trees - tree);
    std::array<std::uint32_t, kTogether> at;
    for (std::uint32_t i = 0; i < kTogether; ++i) at[i] = roots_[tree + std::min(i, count - 1)];
    for (std::uint32_t depth = depths_[tree / kTogether]; depth > 0; --depth)
      for (std::uint32_t i = 0; i < kTogether; ++i) {
        const Node& node = all[at[i]];
        at[i] += node.step + static_cast<std::uint32_t>(slots[node.slot] <= node.threshold);
      }
    for (std::uint32_t i = 0; i < count; ++i) {
      const float* values = &leaf_values_[std::size_t{leaf_of_node_[at[i]]} * leaf_width_];
      float* const out = tree_output_.empty() ? sums : sums + tree_output_[tree + i];
      for (std::uint32_t v = 0; v < leaf_width_; ++v) out[v] += values[v];
    }
  }
}

template <class Node>
void TreePredictor::predict_rows(const std::vector<Node>& nodes, std::span<const float> rows,
                                 std::uint32_t input_count, std::span<float> sums) const {
  std::array<float, 512> few{};
  std::vector<float> many(slots_.size() > few.size() ? slots_.size() : 0);
  float* const slots = many.empty() ? few.data() : many.data();
  const std::size_t row_count = rows.size() / input_count;
  for (std::size_t row = 0; row < row_count; ++row) {
    float* const out = &sums[row * output_count_];
    std::copy(base_values_.begin(), base_values_.end(), out);
    fill_slots(&rows[row * input_count], slots);
    add_trees(nodes, slots, out);
  }
}

void TreePredictor::predict(std::span<const float> rows, std::uint32_t input_count,
                            std::span<float> sums) const {
  assert(input_count > 0 && rows.size() % input_count == 0);
  assert(sums.size() == rows.size() / input_count * output_count_);
  if (wide_.empty())
    predict_rows(narrow_, rows, input_count, sums);
  else
    predict_rows(wide_, rows, input_count, sums);
}

}  // namespace shohin
