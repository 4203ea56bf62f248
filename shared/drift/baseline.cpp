#include "drift/baseline.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace shohin {
namespace {

std::uint32_t bins_for(std::uint64_t features, std::uint64_t classes, const BaselineOptions& options) {
  std::uint32_t bins = options.bins;
  while (bins > 10 && features * classes * bins > options.numbers) bins = bins / 20 * 10;
  return bins;
}

void add_numbers(FeatureBaseline& feature, const std::vector<float>& sorted, std::uint32_t bins) {
  feature.bins.edges = quantile_edges(sorted, bins);
  feature.deciles = decile_edges(sorted, feature.bins.edges);
  feature.least = sorted.front();
  feature.most = sorted.back();
  const auto count = static_cast<double>(sorted.size());
  double sum = 0, squares = 0;
  for (const float value : sorted) sum += static_cast<double>(value);
  feature.mean = sum / count;
  for (const float value : sorted) squares += (value - feature.mean) * (value - feature.mean);
  feature.deviation = std::sqrt(squares / count);
}

void count_values(FeatureBaseline& feature, const Table& table, const std::vector<float>& column,
                  bool by_class) {
  const std::size_t groups = by_class ? table.contract.classes.size() : 1;
  feature.counts.assign(groups, std::vector<std::uint32_t>(feature.bins.count()));
  feature.missing.assign(groups, 0);
  for (std::size_t row = 0; row < column.size(); ++row) {
    const std::size_t group = by_class ? table.labels[row] : 0;
    if (std::isnan(column[row]))
      ++feature.missing[group];
    else
      ++feature.counts[group][feature.bins.bin_of(column[row])];
  }
}

}  // namespace

std::vector<std::uint64_t> FeatureBaseline::all_counts() const {
  std::vector<std::uint64_t> all(bins.count());
  for (const auto& group : counts)
    for (std::size_t i = 0; i < all.size(); ++i) all[i] += group[i];
  return all;
}

std::uint64_t FeatureBaseline::all_missing() const {
  return std::accumulate(missing.begin(), missing.end(), std::uint64_t{0});
}

std::uint64_t Baseline::rows() const {
  return std::accumulate(class_rows.begin(), class_rows.end(), std::uint64_t{0});
}

Baseline make_baseline(const Table& table, const BaselineOptions& options) {
  assert(table.is_labelled());
  const std::size_t features = table.columns.size(), classes = table.contract.classes.size();
  const std::uint32_t bins = bins_for(features, classes, options);
  Baseline out{.class_rows = std::vector<std::uint32_t>(classes),
               .by_class = std::uint64_t{features} * classes * bins <= options.numbers,
               .features = std::vector<FeatureBaseline>(features)};
  for (const std::uint32_t label : table.labels) ++out.class_rows[label];
  for (std::size_t f = 0; f < features; ++f) {
    FeatureBaseline& feature = out.features[f];
    const Feature& described = table.contract.features[f];
    std::vector<float> sorted;
    if (described.kind == FeatureKind::kCategorical)
      feature.bins.categories = static_cast<std::uint32_t>(described.categories.size());
    else
      std::copy_if(table.columns[f].begin(), table.columns[f].end(), std::back_inserter(sorted),
                   [](float value) { return !std::isnan(value); });
    std::sort(sorted.begin(), sorted.end());
    if (!sorted.empty()) add_numbers(feature, sorted, bins);
    count_values(feature, table, table.columns[f], out.by_class);
  }
  return out;
}

}  // namespace shohin
