#include "model/check_inputs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "model/unsupported_model.h"

namespace shohin {
namespace {

constexpr double kHighestSum = 1e30;

bool is_sound(const NumberInput& number, std::uint32_t features) {
  return number.feature < features && std::isfinite(number.offset) && std::isfinite(number.scale) &&
         !std::isinf(number.fill);
}

// The largest absolute value that (value - offset) * scale takes; no number where float32 cannot hold what
// lies between.
double highest(double value, const NumberInput& number) {
  const double difference = std::fabs(value - static_cast<double>(number.offset));
  const double input = difference * std::fabs(static_cast<double>(number.scale));
  constexpr double kMost = std::numeric_limits<float>::max();
  return difference <= kMost && input <= kMost ? input : std::numeric_limits<double>::quiet_NaN();
}

double highest_input(const NumberInput& number, const Feature& feature) {
  const bool categorical = feature.kind == FeatureKind::kCategorical;
  const double low = highest(categorical ? 0 : feature.min, number);
  const double high =
      highest(categorical ? static_cast<double>(feature.categories.size()) : feature.max, number);
  const double fill = std::isnan(number.fill) ? 0 : highest(static_cast<double>(number.fill), number);
  return std::max({low, high, fill}, [](double a, double b) { return a < b || std::isnan(b); });
}

// The numbers as the pipeline has them; of the identity every feature.
std::vector<NumberInput> numbers_of(const Pipeline& pipeline, const Contract& contract) {
  if (!pipeline.is_identity()) return pipeline.numbers;
  std::vector<NumberInput> numbers;
  for (std::uint32_t i = 0; i < contract.features.size(); ++i)
    numbers.push_back({.feature = i, .fill = std::numeric_limits<float>::quiet_NaN()});
  return numbers;
}

}  // namespace

std::optional<Fault> pipeline_fault(const Pipeline& pipeline, const Contract& contract) {
  const auto features = static_cast<std::uint32_t>(contract.features.size());
  if (pipeline.input_count(features) > kMostInputs)
    return unsupported_model("pipeline", std::to_string(pipeline.input_count(features)));
  for (const NumberInput& number : pipeline.numbers)
    if (!is_sound(number, features)) return unsupported_model("Scaler", std::to_string(number.feature));
  for (const CategoryInput& one : pipeline.categories)
    if (one.feature >= features || !std::isfinite(one.category))
      return unsupported_model("Equal", std::to_string(one.feature));
  return std::nullopt;
}

std::optional<Fault> linear_fault(const LinearModel& linear, const Pipeline& pipeline,
                                  const Contract& contract) {
  const std::size_t classes = contract.classes.size();
  const std::uint32_t inputs = pipeline.input_count(static_cast<std::uint32_t>(contract.features.size()));
  if (linear.class_count != classes || linear.input_count != inputs || linear.intercepts.size() != classes)
    return unsupported_model("intercepts", std::to_string(linear.intercepts.size()));
  if (linear.weights.size() != classes * inputs)
    return unsupported_model("coefficients", std::to_string(linear.weights.size()));
  const std::vector<NumberInput> numbers = numbers_of(pipeline, contract);
  std::vector<double> reach(inputs, 1);  // of each input: 1 for a category's
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Feature& feature = contract.features[numbers[i].feature];
    if (!feature.required && std::isnan(numbers[i].fill)) return unsupported_model("Imputer", feature.name);
    reach[i] = highest_input(numbers[i], feature);
  }
  for (std::size_t c = 0; c < classes; ++c) {
    double sum = std::fabs(static_cast<double>(linear.intercepts[c]));
    for (std::size_t i = 0; i < inputs; ++i)
      sum += std::fabs(static_cast<double>(linear.weights[c * inputs + i])) * reach[i];
    if (!(sum <= kHighestSum)) return unsupported_model("coefficients", contract.classes[c].name);
  }
  return std::nullopt;
}

}  // namespace shohin
