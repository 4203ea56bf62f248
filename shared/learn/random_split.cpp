#include "learn/random_split.h"

#include <algorithm>

#include "learn/threshold.h"

namespace shohin {

RandomSplitSearch::RandomSplitSearch(const TrainingPlan& plan)
    : plan_(plan),
      class_count_(plan.class_count),
      least_rows_(plan.config.min_samples_leaf),
      bins_(plan.row_count),
      counts_(std::size_t{3} * plan.class_count) {}

// Which bins the samples have; false when that is only one.
bool RandomSplitSearch::look(std::span<const std::uint8_t> column, std::span<const Sample> samples) {
  seen_.fill(0);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    bins_[i] = column[samples[i].row];
    seen_[bins_[i]] = 1;
  }
  has_missing_ = seen_[kMissingBin] != 0;
  distinct_ = 0;
  for (std::uint32_t bin = 0; bin < kValueBins; ++bin) {
    if (seen_[bin] == 0) continue;
    if (distinct_ == 0) lowest_ = bin;
    highest_ = bin;
    ++distinct_;
  }
  return distinct_ + (has_missing_ ? 1 : 0) > 1;
}

void RandomSplitSearch::draw_threshold(const FeatureBins& bins, Random& random, NodeSplit& split) const {
  split.bin = static_cast<std::uint8_t>(highest_);
  split.next_bin = kMissingBin;
  if (distinct_ == 1) return;
  const double low = bins.lowest[lowest_], high = bins.highest[highest_];
  const double drawn = low + random.unit() * (high - low);
  const auto first = bins.highest.begin() + static_cast<std::ptrdiff_t>(lowest_);
  const auto last = bins.highest.begin() + static_cast<std::ptrdiff_t>(highest_);
  const auto above = std::upper_bound(first + 1, last, drawn);  // the first bin of the false side
  const auto bin = static_cast<std::uint32_t>(above - bins.highest.begin()) - 1;
  split.bin = static_cast<std::uint8_t>(bin);
  split.next_bin = static_cast<std::uint8_t>(bin + 1);
  split.threshold = split_near(bins.highest[bin], bins.lowest[bin + 1], drawn);
}

void RandomSplitSearch::draw_category(Random& random, NodeSplit& split) const {
  std::uint32_t skip = random.below(distinct_);
  std::uint32_t bin = lowest_;
  for (;; ++bin)
    if (seen_[bin] != 0 && skip-- == 0) break;
  split.bin = static_cast<std::uint8_t>(bin);
}

void RandomSplitSearch::count(std::span<const Sample> samples, const NodeSplit& split, bool categorical) {
  constexpr std::uint64_t kOneRow = 1ULL << 32U;
  std::array<std::uint8_t, 256> side{};
  for (std::uint32_t bin = 0; bin < kValueBins; ++bin)
    side[bin] = (categorical ? bin == split.bin : bin <= split.bin) ? kTrue : kFalse;
  side[kMissingBin] = kMissing;
  std::fill(counts_.begin(), counts_.end(), 0U);
  for (std::size_t i = 0; i < samples.size(); ++i)
    counts_[side[bins_[i]] * class_count_ + samples[i].label] += kOneRow | samples[i].drawn;
}

// The purity of both sides, as SplitSearch scores it.
void RandomSplitSearch::offer(NodeSplit split, bool missing_is_true, NodeSplit& best) const {
  const Side with_missing = missing_is_true ? kTrue : kFalse;
  double score = 0;
  for (const Side side : {kTrue, kFalse}) {
    std::uint64_t all = 0, squares = 0;
    for (std::uint32_t c = 0; c < class_count_; ++c) {
      std::uint64_t cell = counts_[side * class_count_ + c];
      if (side == with_missing) cell += counts_[kMissing * class_count_ + c];
      const std::uint64_t draws = cell & 0xFFFFFFFFU;
      all += cell;
      squares += draws * draws;
    }
    if (all >> 32U < least_rows_) return;
    score += static_cast<double>(squares) / static_cast<double>(all & 0xFFFFFFFFU);
  }
  if (!(score > best.score)) return;
  best = split;
  best.score = score;
  best.missing_is_true = missing_is_true;
}

bool RandomSplitSearch::improve(std::uint32_t feature, std::span<const Sample> samples, Random& random,
                                NodeSplit& best) {
  if (!look(plan_.columns[feature], samples)) return false;
  NodeSplit split{.feature = feature, .saw_missing = has_missing_};
  const FeatureBins& bins = plan_.features[feature];
  if (bins.is_categorical)
    draw_category(random, split);
  else
    draw_threshold(bins, random, split);
  count(samples, split, bins.is_categorical);
  offer(split, false, best);
  // With one value there is nothing on the other side for what is missing to leave.
  if (has_missing_ && distinct_ > 1) offer(split, true, best);
  return true;
}

}  // namespace shohin
