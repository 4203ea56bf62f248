#include "learn/tree_grower.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "learn/leaf_units.h"
#include "model/leaf_share.h"

namespace shohin {
namespace {

std::uint32_t features_a_split(const TrainingPlan& plan) {
  const auto features = static_cast<std::uint32_t>(plan.features.size());
  if (plan.config.max_features == "all") return features;
  if (plan.config.max_features == "log2") return std::max<std::uint32_t>(std::bit_width(features), 2) - 1;
  std::uint32_t root = 1;
  while ((root + 1) * (root + 1) <= features) ++root;
  return root;
}

}  // namespace

TreeGrower::TreeGrower(const TrainingPlan& plan)
    : plan_(plan),
      features_a_split_(features_a_split(plan)),
      search_(plan),
      random_search_(plan),
      random_(0),
      draws_(plan.row_count, 0),
      feature_order_(plan.features.size()),
      counts_(plan.config.max_depth + 1) {
  samples_.reserve(plan.row_count);
  false_samples_.resize(plan.row_count);
  for (NodeCounts& counts : counts_) counts.of_class.resize(plan.class_count);
}

const GrownTree& TreeGrower::grow(std::uint32_t tree) {
  random_ = Random(plan_.seed, tree);
  share_ = tree_share(tree, plan_.config.n_estimators);
  tree_.nodes.clear();
  tree_.leaf_units.clear();
  std::iota(feature_order_.begin(), feature_order_.end(), 0U);
  draw_samples();
  grow_node(0, samples_.size(), 0);
  return tree_;
}

// The bootstrap draws with replacement. Ascending rows, so that columns are read forwards.
void TreeGrower::draw_samples() {
  const bool bootstrap = plan_.config.bootstrap;
  std::fill(draws_.begin(), draws_.end(), static_cast<std::uint16_t>(bootstrap ? 0 : 1));
  const std::uint32_t draws = bootstrap ? rounded_share(plan_.row_count, plan_.config.max_samples) : 0;
  for (std::uint32_t i = 0; i < draws; ++i) ++draws_[random_.below(plan_.row_count)];
  take_drawn();
  if (samples_.empty()) {  // only rows without weight were drawn
    std::fill(draws_.begin(), draws_.end(), std::uint16_t{1});
    take_drawn();
  }
}

void TreeGrower::take_drawn() {
  samples_.clear();
  for (std::uint32_t row = 0; row < plan_.row_count; ++row) {
    const std::uint32_t drawn = std::min(draws_[row] * plan_.weight_of(row), 0xFFFFU);
    if (drawn == 0) continue;
    samples_.push_back({.row = row, .label = plan_.labels[row], .drawn = static_cast<std::uint16_t>(drawn)});
  }
}

void TreeGrower::grow_node(std::size_t first, std::size_t end, std::uint32_t depth) {
  const std::span<const Sample> samples(&samples_[first], end - first);
  NodeCounts& counts = counts_[depth];
  count_samples(samples, counts);
  const LearnerConfig& config = plan_.config;
  const bool pure = counts.sum_of_squares == counts.draws * counts.draws;
  NodeSplit split;
  if (!pure && depth < config.max_depth && counts.rows >= config.min_samples_split &&
      counts.rows / 2 >= config.min_samples_leaf)
    split = find_split(samples, counts);
  if (split.feature == NodeSplit::kNone) return add_leaf(counts);

  const std::size_t middle = part(first, end, split);
  // Rows that miss the value later go where most rows of this node went, if none of them missed it.
  const bool unseen = !split.saw_missing && plan_.features[split.feature].may_be_missing;
  add_branch(split, unseen ? middle - first > end - middle : split.missing_is_true);
  const std::size_t node = tree_.nodes.size() - 1;
  grow_node(first, middle, depth + 1);
  tree_.nodes[node].false_child = static_cast<std::uint32_t>(tree_.nodes.size());
  grow_node(middle, end, depth + 1);
  merge_twin_leaves(node);
}

// Draws features without replacement until enough were looked at and one of them parts the samples.
NodeSplit TreeGrower::find_split(std::span<const Sample> samples, const NodeCounts& counts) {
  NodeSplit best;
  bool any_parts = false;
  const bool at_random = plan_.config.learner == Learner::kExtraTrees;
  const auto features = static_cast<std::uint32_t>(feature_order_.size());
  for (std::uint32_t looked = 0; looked < features; ++looked) {
    if (looked >= features_a_split_ && any_parts) break;
    std::swap(feature_order_[looked], feature_order_[looked + random_.below(features - looked)]);
    const std::uint32_t feature = feature_order_[looked];
    const bool parts = at_random ? random_search_.improve(feature, samples, random_, best)
                                 : search_.improve(feature, samples, counts, best);
    any_parts = any_parts || parts;
  }
  return best;
}

// Keeps the order on both sides. Gives the place of the first sample of the false side.
std::size_t TreeGrower::part(std::size_t first, std::size_t end, const NodeSplit& split) {
  const std::uint8_t* const bins = plan_.columns[split.feature].data();
  const bool categorical = plan_.features[split.feature].is_categorical;
  std::size_t trues = first, falses = 0;
  for (std::size_t i = first; i < end; ++i) {
    const Sample sample = samples_[i];
    const bool goes_true = split.goes_true(bins[sample.row], categorical);
    samples_[trues] = sample;
    false_samples_[falses] = sample;
    trues += goes_true ? 1 : 0;
    falses += goes_true ? 0 : 1;
  }
  std::copy_n(false_samples_.begin(), falses, samples_.begin() + static_cast<std::ptrdiff_t>(trues));
  return trues;
}

void TreeGrower::add_branch(const NodeSplit& split, bool missing_is_true) {
  const FeatureBins& bins = plan_.features[split.feature];
  tree_.nodes.push_back({.feature = split.feature,
                         .threshold = threshold_of(bins, split),
                         .test = bins.is_categorical ? SplitTest::kEquals : SplitTest::kAtMost,
                         .missing_is_true = missing_is_true});
}

void TreeGrower::add_leaf(const NodeCounts& counts) {
  const std::size_t place = tree_.leaf_units.size();
  tree_.nodes.push_back({.false_child = static_cast<std::uint32_t>(place / plan_.class_count),
                         .hits = static_cast<std::uint32_t>(counts.draws)});
  tree_.leaf_units.resize(place + plan_.class_count);
  spread_share(counts.of_class, share_, {&tree_.leaf_units[place], plan_.class_count});
}

// A branch adds up what came by its children. Two leaves that answer the same need no branch.
void TreeGrower::merge_twin_leaves(std::size_t node) {
  std::vector<GrownNode>& nodes = tree_.nodes;
  GrownNode& branch = nodes[node];
  branch.hits = nodes[node + 1].hits + nodes[branch.false_child].hits;
  if (nodes.size() != node + 3) return;
  const auto classes = static_cast<std::ptrdiff_t>(plan_.class_count);
  const auto last = tree_.leaf_units.end() - classes;
  if (!std::equal(last, tree_.leaf_units.end(), last - classes)) return;
  branch = {.false_child = nodes[node + 1].false_child, .hits = branch.hits};
  nodes.resize(node + 1);
  tree_.leaf_units.erase(last, tree_.leaf_units.end());
}

}  // namespace shohin
