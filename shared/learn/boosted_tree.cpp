#include "learn/boosted_tree.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "learn/threshold.h"

namespace shohin {

BoostedTreeGrower::BoostedTreeGrower(const TrainingPlan& plan, const PackedBins& bins)
    : plan_(plan), bins_(bins), false_rows_(plan.row_count) {
  rows_.reserve(plan.row_count);
}

const GrownTree& BoostedTreeGrower::grow(const BoostedTreeInput& input) {
  const LearnerConfig& config = plan_.config;
  input_ = input;
  limits_ = {.lambda = config.reg_lambda * input.scale.second,
             .least_second = std::max(1.0, config.min_child_weight * input.scale.second)};
  rows_.assign(input.rows.begin(), input.rows.end());
  leaves_.clear();
  splits_.clear();
  tree_.nodes.clear();
  tree_.leaf_units.clear();
  Node root{.first = 0, .end = rows_.size()};
  for (const std::uint32_t row : rows_) root.sum += widened(input_.gradients[row]);
  Cells cells = take_cells();
  if (may_split(root)) sum_gradients(bins_, rows_, input_.gradients, cells);
  grow_node(root, std::move(cells));
  return tree_;
}

bool BoostedTreeGrower::may_split(const Node& node) const {
  return node.depth < plan_.config.max_depth && node.end - node.first >= 2 &&
         second_of(node.sum) >= 2 * limits_.least_second;
}

void BoostedTreeGrower::grow_node(const Node& node, Cells cells) {
  const GainSplit found = may_split(node) ? find_split(node, cells) : GainSplit{};
  const NodeSplit& split = found.split;
  if (split.feature == NodeSplit::kNone) {
    spare_cells_.push_back(std::move(cells));
    return add_leaf(node);
  }
  const std::size_t middle = part(node, split);
  // Rows that miss the value later go where most rows of this node went, if none of them missed it.
  const bool unseen = !split.saw_missing && plan_.features[split.feature].may_be_missing;
  add_branch(node, split, unseen ? middle - node.first > node.end - middle : split.missing_is_true);
  const std::uint32_t depth = node.depth + 1;
  grow_children(std::move(cells), {.first = node.first, .end = middle, .depth = depth, .sum = found.true_sum},
                {.first = middle, .end = node.end, .depth = depth, .sum = node.sum - found.true_sum});
}

// Sums the smaller child's rows; what is left of the node's own sums is the larger child's.
void BoostedTreeGrower::grow_children(Cells cells, const Node& true_child, const Node& false_child) {
  const std::size_t place = tree_.nodes.size() - 1;
  Cells others = take_cells();
  const bool true_is_smaller = true_child.end - true_child.first < false_child.end - false_child.first;
  if (may_split(true_child) || may_split(false_child)) {
    sum_gradients(bins_, rows_of(true_is_smaller ? true_child : false_child), input_.gradients, others);
    subtract(others, cells);
  }
  if (true_is_smaller) std::swap(cells, others);
  grow_node(true_child, std::move(cells));
  tree_.nodes[place].false_child = static_cast<std::uint32_t>(tree_.nodes.size());
  grow_node(false_child, std::move(others));
}

GainSplit BoostedTreeGrower::find_split(const Node& node, const Cells& cells) const {
  GainSplit best;
  const double own = gain_of(node.sum, limits_.lambda);
  const double units = input_.scale.first * input_.scale.first / input_.scale.second;
  best.split.score = own * (1 + 1e-9) + plan_.config.min_split_gain * units;
  for (const std::uint32_t feature : input_.features) {
    const auto own_cells =
        std::span(cells).subspan(bins_.first(feature), bins_.first(feature + 1) - bins_.first(feature));
    improve_gain(feature, bins_, plan_.features[feature].is_categorical, own_cells, node.sum, limits_, best);
  }
  return best;
}

bool BoostedTreeGrower::goes_true(const NodeSplit& split, std::uint32_t row) const {
  const std::uint32_t bin = bins_.bin(split.feature, row);
  const bool is_missing = bin == bins_.value_bins(split.feature);
  return split.goes_true(is_missing ? kMissingBin : static_cast<std::uint8_t>(bin),
                         plan_.features[split.feature].is_categorical);
}

// Keeps the order on both sides. Gives the place of the first row of the false side.
std::size_t BoostedTreeGrower::part(const Node& node, const NodeSplit& split) {
  std::array<std::uint8_t, 256> is_true{};
  const std::uint32_t values = bins_.value_bins(split.feature);
  for (std::uint32_t bin = 0; bin < values; ++bin)
    is_true[bin] =
        split.goes_true(static_cast<std::uint8_t>(bin), plan_.features[split.feature].is_categorical);
  if (bins_.has_missing(split.feature)) is_true[values] = split.missing_is_true;
  const std::uint64_t* const words = bins_.words(split.feature / PackedBins::kTogether).data();
  const std::uint32_t shift = 8 * (split.feature % PackedBins::kTogether);
  std::size_t trues = node.first, falses = 0;
  for (std::size_t i = node.first; i < node.end; ++i) {
    const std::uint32_t row = rows_[i];
    const std::size_t goes = is_true[words[row] >> shift & 0xFFU];
    rows_[trues] = row;
    false_rows_[falses] = row;
    trues += goes;
    falses += 1 - goes;
  }
  std::copy_n(false_rows_.begin(), falses, rows_.begin() + static_cast<std::ptrdiff_t>(trues));
  return trues;
}

void BoostedTreeGrower::add_branch(const Node& node, const NodeSplit& split, bool missing_is_true) {
  const FeatureBins& bins = plan_.features[split.feature];
  tree_.nodes.push_back({.feature = split.feature,
                         .threshold = threshold_of(bins, split),
                         .hits = static_cast<std::uint32_t>(node.end - node.first),
                         .test = bins.is_categorical ? SplitTest::kEquals : SplitTest::kAtMost,
                         .missing_is_true = missing_is_true});
  splits_.push_back(split);
  splits_.back().missing_is_true = missing_is_true;
}

void BoostedTreeGrower::add_leaf(const Node& node) {
  const double first = first_of(node.sum) / input_.scale.first;
  const double second = second_of(node.sum) / input_.scale.second + plan_.config.reg_lambda;
  const double step = std::clamp(-first / second, -kLongestStep, kLongestStep) * plan_.config.learning_rate;
  const auto units = static_cast<std::int32_t>(std::floor(step / input_.leaf_unit + 0.5));
  tree_.nodes.push_back({.false_child = static_cast<std::uint32_t>(tree_.leaf_units.size()),
                         .hits = static_cast<std::uint32_t>(node.end - node.first)});
  splits_.push_back({});
  tree_.leaf_units.push_back(static_cast<std::uint32_t>(units));
  leaves_.push_back({.first = node.first, .end = node.end});
}

void BoostedTreeGrower::add_to_grown(std::span<std::int32_t> scores) const {
  for (std::size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
    const auto units = static_cast<std::int32_t>(tree_.leaf_units[leaf]);
    for (std::size_t i = leaves_[leaf].first; i < leaves_[leaf].end; ++i) scores[rows_[i]] += units;
  }
}

void BoostedTreeGrower::add_to(std::uint32_t row, std::span<std::int32_t> scores) const {
  std::uint32_t node = 0;
  while (tree_.nodes[node].feature != TreeEnsemble::kLeaf)
    node = goes_true(splits_[node], row) ? node + 1 : tree_.nodes[node].false_child;
  scores[row] += static_cast<std::int32_t>(tree_.leaf_units[tree_.nodes[node].false_child]);
}

BoostedTreeGrower::Cells BoostedTreeGrower::take_cells() {
  if (spare_cells_.empty()) return {};
  Cells cells = std::move(spare_cells_.back());
  spare_cells_.pop_back();
  return cells;
}

}  // namespace shohin
