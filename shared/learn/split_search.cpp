#include "learn/split_search.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "learn/threshold.h"

namespace shohin {

void count_samples(std::span<const Sample> samples, NodeCounts& counts) {
  std::fill(counts.of_class.begin(), counts.of_class.end(), 0U);
  for (const Sample& sample : samples) counts.of_class[sample.label] += sample.drawn;
  counts.rows = static_cast<std::uint32_t>(samples.size());
  counts.draws = counts.sum_of_squares = 0;
  for (const std::uint64_t draws : counts.of_class) {
    counts.draws += draws;
    counts.sum_of_squares += draws * draws;
  }
}

SplitSearch::SplitSearch(const TrainingPlan& plan)
    : plan_(plan),
      class_count_(plan.class_count),
      least_rows_(plan.config.min_samples_leaf),
      histogram_(std::size_t{kValueBins + 1} * plan.class_count, 0),
      touched_(kValueBins + 1, 0),
      true_of_class_(plan.class_count, 0),
      false_of_class_(plan.class_count, 0) {
  present_.reserve(kValueBins);
}

void SplitSearch::fill(std::span<const std::uint8_t> column, std::span<const Sample> samples) {
  constexpr std::uint64_t kOneRow = 1ULL << 32U;
  const std::uint8_t* const bins = column.data();
  std::uint64_t* const histogram = histogram_.data();
  std::uint8_t* const touched = touched_.data();
  const std::uint32_t classes = class_count_;
  for (const Sample& sample : samples) {
    const std::uint32_t bin = bins[sample.row];
    histogram[bin * classes + sample.label] += kOneRow | sample.drawn;
    touched[bin] = 1;
  }
  // Eight bins a look: small nodes touch few.
  present_.clear();
  for (std::uint32_t first = 0; first <= kValueBins; first += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, touched + first, sizeof eight);
    if (eight == 0) continue;
    for (std::uint32_t bin = first; bin < first + 8; ++bin)
      if (touched[bin] != 0 && bin != kMissingBin) present_.push_back(static_cast<std::uint8_t>(bin));
  }
  has_missing_ = touched[kMissingBin] != 0;
}

void SplitSearch::clear() {
  const auto wipe = [this](std::uint32_t bin) {
    std::fill_n(&histogram_[std::size_t{bin} * class_count_], class_count_, 0);
    touched_[bin] = 0;
  };
  for (const std::uint8_t bin : present_) wipe(bin);
  if (has_missing_) wipe(kMissingBin);
}

// Everything on the false side, but what is missing on the side that it is tried on.
void SplitSearch::start(const NodeCounts& node, bool missing_is_true) {
  true_side_ = {};
  false_side_ = {.rows = node.rows, .draws = node.draws, .sum_of_squares = node.sum_of_squares};
  std::fill(true_of_class_.begin(), true_of_class_.end(), 0U);
  std::copy(node.of_class.begin(), node.of_class.end(), false_of_class_.begin());
  if (missing_is_true) move(kMissingBin);
}

// One bin from the false side to the true one. (a+k)^2 - a^2 = k(2a+k): the sums stay exact integers.
void SplitSearch::move(std::uint8_t bin) {
  const std::uint64_t* const cells = &histogram_[std::size_t{bin} * class_count_];
  std::uint64_t moved = 0;
  for (std::uint32_t c = 0; c < class_count_; ++c) {
    moved += cells[c];
    const std::uint64_t draws = cells[c] & 0xFFFFFFFFU;
    true_side_.sum_of_squares += draws * (2 * std::uint64_t{true_of_class_[c]} + draws);
    false_side_.sum_of_squares -= draws * (2 * std::uint64_t{false_of_class_[c]} - draws);
    true_of_class_[c] += static_cast<std::uint32_t>(draws);
    false_of_class_[c] -= static_cast<std::uint32_t>(draws);
  }
  true_side_.rows += moved >> 32U;
  false_side_.rows -= moved >> 32U;
  true_side_.draws += moved & 0xFFFFFFFFU;
  false_side_.draws -= moved & 0xFFFFFFFFU;
}

// The children's Gini impurity is least where this sum is greatest: sum(n_c^2)/n over both sides.
void SplitSearch::offer(const NodeSplit& split, NodeSplit& best) const {
  if (true_side_.rows < least_rows_ || false_side_.rows < least_rows_) return;
  const double score =
      static_cast<double>(true_side_.sum_of_squares) / static_cast<double>(true_side_.draws) +
      static_cast<double>(false_side_.sum_of_squares) / static_cast<double>(false_side_.draws);
  if (!(score > best.score)) return;
  best = split;
  best.score = score;
}

void SplitSearch::scan_numbers(const NodeCounts& node, NodeSplit split, NodeSplit& best) {
  for (const bool missing_is_true : {false, true}) {
    if (missing_is_true && !has_missing_) return;
    split.missing_is_true = missing_is_true;
    start(node, missing_is_true);
    // With all values on the true side only what is missing is left for the other.
    const std::size_t last = present_.size() - (has_missing_ && !missing_is_true ? 0 : 1);
    for (std::size_t i = 0; i < last; ++i) {
      move(present_[i]);
      split.bin = present_[i];
      split.next_bin = i + 1 < present_.size() ? present_[i + 1] : kMissingBin;
      offer(split, best);
    }
  }
}

void SplitSearch::scan_categories(const NodeCounts& node, NodeSplit split, NodeSplit& best) {
  for (const bool missing_is_true : {false, true}) {
    if (missing_is_true && !has_missing_) return;
    split.missing_is_true = missing_is_true;
    if (missing_is_true) {
      start(node, true);
      split.only_missing = true;
      offer(split, best);
      split.only_missing = false;
    }
    for (const std::uint8_t bin : present_) {
      if (present_.size() == 1 && (missing_is_true || !has_missing_)) break;
      start(node, missing_is_true);
      move(bin);
      split.bin = bin;
      offer(split, best);
    }
  }
}

float threshold_of(const FeatureBins& bins, const NodeSplit& split) {
  if (split.threshold) return *split.threshold;
  if (bins.is_categorical) return split.only_missing ? kNoCategory : static_cast<float>(split.bin);
  // Every value goes to the true child, what is missing to the false one.
  if (split.next_bin == kMissingBin) return std::numeric_limits<float>::max();
  return split_between(bins.highest[split.bin], bins.lowest[split.next_bin]);
}

bool SplitSearch::improve(std::uint32_t feature, std::span<const Sample> samples, const NodeCounts& node,
                          NodeSplit& best) {
  fill(plan_.columns[feature], samples);
  const bool parts = present_.size() + (has_missing_ ? 1 : 0) > 1;
  if (parts) {
    const NodeSplit split{.feature = feature, .saw_missing = has_missing_};
    if (plan_.features[feature].is_categorical)
      scan_categories(node, split, best);
    else
      scan_numbers(node, split, best);
  }
  clear();
  return parts;
}

}  // namespace shohin
