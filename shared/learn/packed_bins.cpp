#include "learn/packed_bins.h"

#include <algorithm>

namespace shohin {

PackedBins::PackedBins(const TrainingPlan& plan) {
  const auto features = static_cast<std::uint32_t>(plan.columns.size());
  words_.resize((features + kTogether - 1) / kTogether);
  for (auto& words : words_) words.resize(plan.row_count, 0);
  for (std::uint32_t feature = 0; feature < features; ++feature) add(plan, feature);
}

void PackedBins::add(const TrainingPlan& plan, std::uint32_t feature) {
  const std::span<const std::uint8_t> column = plan.columns[feature];
  const std::uint32_t values = plan.features[feature].count, shift = 8 * (feature % kTogether);
  std::vector<std::uint64_t>& words = words_[feature / kTogether];
  bool misses = false;
  for (std::size_t row = 0; row < column.size(); ++row) {
    const bool is_missing = column[row] == kMissingBin;
    misses = misses || is_missing;
    words[row] |= std::uint64_t{is_missing ? values : column[row]} << shift;
  }
  value_bins_.push_back(values);
  first_.push_back(first_.back() + values + (misses ? 1 : 0));
}

}  // namespace shohin
