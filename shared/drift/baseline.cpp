#include "drift/baseline.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace shohin {
namespace {

std::uint32_t bins_for(std::uint64_t features, const BaselineOptions& options) {
  std::uint32_t bins = options.bins;
  while (bins > 10 && features * bins > options.numbers) bins = bins / 20 * 10;
  return bins;
}

std::vector<float> sorted_numbers(const std::vector<float>& column) {
  std::vector<float> sorted;
  std::copy_if(column.begin(), column.end(), std::back_inserter(sorted),
               [](float value) { return !std::isnan(value); });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

void add_moments(FeatureBaseline& feature, const std::vector<float>& sorted) {
  const auto count = static_cast<double>(sorted.size());
  double sum = 0, squares = 0;
  for (const float value : sorted) sum += static_cast<double>(value);
  feature.mean = sum / count;
  for (const float value : sorted) squares += (value - feature.mean) * (value - feature.mean);
  feature.deviation = std::sqrt(squares / count);
}

FeatureBaseline describe(const Feature& feature, const std::vector<float>& column, std::uint32_t bins) {
  FeatureBaseline out;
  if (feature.kind == FeatureKind::kCategorical) {
    out.values = Sketch{.bins = {.categories = static_cast<std::uint32_t>(feature.categories.size())}};
  } else if (const std::vector<float> sorted = sorted_numbers(column); !sorted.empty()) {
    out.values = Sketch{.bins = {.edges = quantile_edges(sorted, bins)}};
    out.deciles = decile_edges(sorted, out.values.bins.edges);
    add_moments(out, sorted);
  }
  for (const float value : column) out.values.add(value);
  return out;
}

}  // namespace

std::uint64_t Baseline::rows() const {
  return std::accumulate(class_rows.begin(), class_rows.end(), std::uint64_t{0});
}

Baseline make_baseline(const Table& table, const BaselineOptions& options) {
  assert(table.is_labelled());
  Baseline out{.class_rows = std::vector<std::uint64_t>(table.contract.classes.size()), .features = {}};
  for (const std::uint32_t label : table.labels) ++out.class_rows[label];
  const std::uint32_t bins = bins_for(table.columns.size(), options);
  for (std::size_t f = 0; f < table.columns.size(); ++f)
    out.features.push_back(describe(table.contract.features[f], table.columns[f], bins));
  return out;
}

}  // namespace shohin
