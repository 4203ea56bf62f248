#include "learn/bins.h"

#include <algorithm>
#include <cmath>

namespace shohin {
namespace {

// The present values, ascending; quicker by runs of equal values than it looks, as columns are rounded.
std::vector<float> sorted_values(std::span<const float> column) {
  std::vector<float> values;
  values.reserve(column.size());
  for (const float value : column)
    if (!std::isnan(value)) values.push_back(value);
  std::sort(values.begin(), values.end());
  return values;
}

std::size_t count_distinct(const std::vector<float>& sorted) {
  std::size_t distinct = sorted.empty() ? 0 : 1;
  for (std::size_t i = 1; i < sorted.size(); ++i) distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
  return distinct;
}

// Closes a bin when it has its even part of the rows that are left; equal values stay together.
void cut(const std::vector<float>& sorted, FeatureBins& bins) {
  const bool one_each = count_distinct(sorted) <= kValueBins;
  std::uint64_t rows_left = sorted.size(), bins_left = kValueBins;
  for (std::size_t i = 0, start = 0; i < sorted.size(); ++i) {
    const bool last = i + 1 == sorted.size();
    if (!last && sorted[i + 1] == sorted[i]) continue;
    const std::uint64_t rows = i + 1 - start;
    if (!last && !one_each && rows * bins_left < rows_left) continue;
    bins.lowest.push_back(sorted[start]);
    bins.highest.push_back(sorted[i]);
    rows_left -= rows;
    --bins_left;
    start = i + 1;
  }
  bins.count = static_cast<std::uint32_t>(bins.lowest.size());
}

}  // namespace

FeatureBins make_bins(std::span<const float> column, const Feature& feature) {
  FeatureBins bins;
  bins.is_categorical = feature.kind == FeatureKind::kCategorical;
  bins.may_be_missing =
      !feature.required || std::any_of(column.begin(), column.end(), [](float v) { return std::isnan(v); });
  if (bins.is_categorical)
    bins.count = static_cast<std::uint32_t>(feature.categories.size());
  else
    cut(sorted_values(column), bins);
  return bins;
}

void assign_bins(const FeatureBins& bins, std::span<const float> column, std::span<std::uint8_t> out) {
  for (std::size_t row = 0; row < column.size(); ++row) {
    const float value = column[row];
    if (std::isnan(value))
      out[row] = kMissingBin;
    else if (bins.is_categorical)
      out[row] = static_cast<std::uint8_t>(value);
    else
      out[row] = static_cast<std::uint8_t>(std::lower_bound(bins.highest.begin(), bins.highest.end(), value) -
                                           bins.highest.begin());
  }
}

}  // namespace shohin
