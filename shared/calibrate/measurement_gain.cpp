#include "calibrate/measurement_gain.h"

#include <algorithm>
#include <cmath>

#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr std::size_t kMostFeatures = 64, kMostClasses = 100, kMostCategories = 32, kRanges = 6;
constexpr double kLeastBits = 0.001;

// The upper ends of all ranges but the last.
std::vector<float> range_ends(const std::vector<float>& column) {
  std::vector<float> sorted;
  std::copy_if(column.begin(), column.end(), std::back_inserter(sorted),
               [](float v) { return !std::isnan(v); });
  std::sort(sorted.begin(), sorted.end());
  std::vector<float> ends;
  for (std::size_t i = 1; i < kRanges && !sorted.empty(); ++i)
    ends.push_back(sorted[(sorted.size() - 1) * i / kRanges]);
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

void count_column(const std::vector<float>& column, std::span<const std::uint32_t> labels, bool categorical,
                  MeasurementShares::OfFeature& out) {
  const std::vector<float> ends = categorical ? std::vector<float>{} : range_ends(column);
  if (!categorical)
    for (auto& counts : out.counts) counts.assign(ends.size() + 1, 0);
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const float value = column[row];
    if (std::isnan(value)) continue;
    const auto place =
        categorical
            ? static_cast<std::size_t>(value)
            : static_cast<std::size_t>(std::lower_bound(ends.begin(), ends.end(), value) - ends.begin());
    ++out.counts[labels[row]][place];
  }
}

double entropy_bits(std::span<const double> weights, double total) {
  constexpr double kBitsOfOne = 1.4426950408889634;  // 1 / ln 2
  double sum = 0;
  for (const double weight : weights)
    if (weight > 0) sum -= weight / total * natural_log(weight / total);
  return sum * kBitsOfOne;
}

double gain_of(const MeasurementShares::OfFeature& shares, std::span<const float> probabilities) {
  std::vector<double> weights(probabilities.begin(), probabilities.end()), totals;
  const std::size_t values = shares.counts[0].size();
  for (const auto& counts : shares.counts) {
    double total = 0.5 * static_cast<double>(values);
    for (const std::uint32_t count : counts) total += count;
    totals.push_back(total);
  }
  double sum = 0;
  for (const float p : probabilities) sum += p;
  double gain = entropy_bits(weights, sum);
  for (std::size_t v = 0; v < values; ++v) {
    double chance = 0;
    for (std::size_t c = 0; c < weights.size(); ++c) {
      weights[c] = probabilities[c] * (shares.counts[c][v] + 0.5) / totals[c];
      chance += weights[c];
    }
    if (chance > 0) gain -= chance / sum * entropy_bits(weights, chance);
  }
  return gain;
}

}  // namespace

std::optional<MeasurementShares> count_measurements(const Contract& contract, const LabelledColumns& rows) {
  if (contract.classes.size() > kMostClasses) return std::nullopt;
  MeasurementShares out;
  for (std::uint32_t f = 0; f < contract.features.size(); ++f) {
    const Feature& feature = contract.features[f];
    const bool categorical = feature.kind == FeatureKind::kCategorical;
    if (feature.required || out.features.size() >= kMostFeatures) continue;
    if (categorical && feature.categories.size() > kMostCategories) continue;
    MeasurementShares::OfFeature one{.feature = f, .counts = {}};
    one.counts.assign(contract.classes.size(), std::vector<std::uint32_t>(feature.categories.size(), 0));
    count_column(rows.columns[f], rows.labels, categorical, one);
    out.features.push_back(std::move(one));
  }
  if (out.features.empty()) return std::nullopt;
  return out;
}

std::vector<Gain> expected_gains(const MeasurementShares& shares, std::span<const float> row,
                                 std::span<const float> probabilities) {
  std::vector<Gain> gains;
  for (const auto& one : shares.features) {
    if (!std::isnan(row[one.feature])) continue;
    const double bits = gain_of(one, probabilities);
    if (bits > kLeastBits) gains.push_back({.feature = one.feature, .bits = bits});
  }
  std::sort(gains.begin(), gains.end(), [](const Gain& a, const Gain& b) {
    return a.bits != b.bits ? a.bits > b.bits : a.feature < b.feature;
  });
  return gains;
}

}  // namespace shohin
