#include "learn/fit_pipeline.h"

#include <cmath>
#include <limits>

namespace shohin {
namespace {

struct Moments {
  double mean = 0, deviation = 0;  // of the values that are there; 0 when there are none
};

Moments moments_of(const std::vector<float>& column, const std::vector<std::uint16_t>& weights) {
  const auto weight = [&](std::size_t row) { return weights.empty() ? 1.0 : weights[row]; };
  double total = 0, sum = 0, squares = 0;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (std::isnan(column[row])) continue;
    total += weight(row);
    sum += weight(row) * column[row];
  }
  if (!(total > 0)) return {};
  const double mean = sum / total;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (std::isnan(column[row])) continue;
    const double distance = column[row] - mean;
    squares += weight(row) * distance * distance;
  }
  return {.mean = mean, .deviation = std::sqrt(squares / total)};
}

NumberInput number_input(std::uint32_t feature, const std::vector<float>& column, const LearnerConfig& config,
                         const std::vector<std::uint16_t>& weights) {
  const bool keeps_missing = config.learner != Learner::kSoftmaxRegression;
  NumberInput input{.feature = feature, .fill = std::numeric_limits<float>::quiet_NaN()};
  if (keeps_missing && config.scaler == "none") return input;
  const Moments moments = moments_of(column, weights);
  const auto mean = static_cast<float>(moments.mean);
  if (!keeps_missing) input.fill = mean;
  if (config.scaler == "none") return input;
  if (config.scaler == "standard") input.offset = mean;
  // Below this share of the mean a deviation is what rounding left of a constant.
  const bool varies = moments.deviation > std::fabs(moments.mean) * 1e-7 && moments.deviation > 1e-37;
  if (varies) input.scale = static_cast<float>(1 / moments.deviation);
  return input;
}

}  // namespace

Pipeline fit_pipeline(const Table& table, const LearnerConfig& config,
                      const std::vector<std::uint16_t>& weights) {
  const bool regression = config.learner == Learner::kSoftmaxRegression;
  const bool one_hot = regression || config.one_hot;
  Pipeline pipeline;
  if (!one_hot && config.scaler == "none") return pipeline;
  const std::vector<Feature>& features = table.contract.features;
  for (std::uint32_t f = 0; f < features.size(); ++f) {
    if (features[f].kind != FeatureKind::kCategorical)
      pipeline.numbers.push_back(number_input(f, table.columns[f], config, weights));
    else if (!one_hot)
      pipeline.numbers.push_back({.feature = f, .fill = std::numeric_limits<float>::quiet_NaN()});
  }
  for (std::uint32_t f = 0; one_hot && f < features.size(); ++f)
    for (std::size_t c = 0; c < features[f].categories.size(); ++c)
      pipeline.categories.push_back({.feature = f, .category = static_cast<float>(c)});
  return pipeline;
}

Result<std::vector<std::vector<float>>> make_columns(const Pipeline& pipeline, const Table& table) {
  const std::size_t inputs = pipeline.numbers.size() + pipeline.categories.size();
  std::vector<std::vector<float>> columns(inputs, std::vector<float>(table.row_count()));
  std::vector<float> row(table.columns.size()), made(inputs);
  for (std::uint32_t r = 0; r < table.row_count(); ++r) {
    table.copy_row(r, row);
    make_inputs(pipeline, row.data(), made.data());
    for (std::size_t i = 0; i < inputs; ++i) {
      columns[i][r] = made[i];
      if (!std::isinf(made[i])) continue;
      const std::string& name = table.contract.features[pipeline.numbers[i].feature].name;
      return fail(Fault{.code = FaultCode::kNotFinite, .field = name, .row = std::uint64_t{r} + 1});
    }
  }
  return columns;
}

}  // namespace shohin
