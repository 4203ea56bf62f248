#include "explain/partial_dependence.h"

#include <algorithm>
#include <cmath>

namespace shohin {

std::vector<float> partial_grid(const Feature& feature, std::span<const float> column, std::uint32_t count) {
  std::vector<float> grid;
  if (feature.kind == FeatureKind::kCategorical) {
    for (std::size_t i = 0; i < feature.categories.size(); ++i) grid.push_back(static_cast<float>(i));
    return grid;
  }
  if (feature.kind == FeatureKind::kOrdinal && feature.max - feature.min < count) {
    const auto steps = static_cast<std::uint32_t>(feature.max - feature.min);
    for (std::uint32_t i = 0; i <= steps; ++i) grid.push_back(static_cast<float>(feature.min + i));
    return grid;
  }
  std::vector<float> sorted;
  std::copy_if(column.begin(), column.end(), std::back_inserter(sorted),
               [](float v) { return !std::isnan(v); });
  std::sort(sorted.begin(), sorted.end());
  for (std::uint32_t i = 0; i < count && !sorted.empty(); ++i)
    grid.push_back(sorted[(sorted.size() - 1) * i / std::max(1U, count - 1)]);
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  return grid;
}

std::vector<double> partial_dependence(const Predictor& predictor, std::span<const float> rows,
                                       std::uint32_t feature_count, std::uint32_t feature,
                                       std::span<const float> values) {
  const std::uint32_t classes = predictor.class_count();
  const std::size_t row_count = rows.size() / feature_count;
  std::vector<float> changed(rows.begin(), rows.end()), probabilities(row_count * classes);
  std::vector<double> out(values.size() * classes, 0);
  for (std::size_t v = 0; v < values.size() && row_count > 0; ++v) {
    for (std::size_t row = 0; row < row_count; ++row) changed[row * feature_count + feature] = values[v];
    predictor.predict(changed, probabilities);
    for (std::size_t row = 0; row < row_count; ++row)
      for (std::uint32_t c = 0; c < classes; ++c) out[v * classes + c] += probabilities[row * classes + c];
    for (std::uint32_t c = 0; c < classes; ++c) out[v * classes + c] /= static_cast<double>(row_count);
  }
  return out;
}

}  // namespace shohin
