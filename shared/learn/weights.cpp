#include "learn/weights.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "text/number.h"

namespace shohin {
namespace {

constexpr double kMostTotal = 1U << 30U;

std::vector<double> class_totals(const Table& table, const std::vector<double>& weights) {
  std::vector<double> totals(table.contract.classes.size(), 0.0);
  for (std::size_t row = 0; row < weights.size(); ++row) totals[table.labels[row]] += weights[row];
  return totals;
}

}  // namespace

std::optional<Fault> weights_fault(const Table& table) {
  if (table.weights.empty()) return std::nullopt;
  Fault fault{.code = FaultCode::kOutOfRange,
              .field = "weights",
              .value = std::to_string(table.weights.size()),
              .expected = std::to_string(table.row_count())};
  if (table.weights.size() != table.row_count()) return fault;
  for (std::size_t row = 0; row < table.weights.size(); ++row) {
    if (std::isfinite(table.weights[row]) && table.weights[row] >= 0) continue;
    fault.code = std::isfinite(table.weights[row]) ? FaultCode::kOutOfRange : FaultCode::kNotFinite;
    fault.value = print_number(table.weights[row]);
    fault.expected = "0 to 3.4e38";
    fault.row = row + 1;
    return fault;
  }
  if (std::any_of(table.weights.begin(), table.weights.end(), [](float weight) { return weight > 0; }))
    return std::nullopt;
  fault.value = "0";
  fault.expected = "0 to 3.4e38";
  return fault;
}

std::vector<std::uint16_t> whole_weights(const Table& table, bool balanced) {
  if (table.weights.empty() && !balanced) return {};
  std::vector<double> weights(table.weights.begin(), table.weights.end());
  weights.resize(table.row_count(), 1.0);
  if (balanced) {
    const std::vector<double> totals = class_totals(table, weights);
    for (std::size_t row = 0; row < weights.size(); ++row)
      if (weights[row] > 0) weights[row] /= totals[table.labels[row]];
  }
  const double most = *std::max_element(weights.begin(), weights.end());
  double total = 0;  // in parts of the greatest
  for (const double weight : weights) total += weight / most;
  const double levels = std::min<double>(kMostWeight, std::floor(kMostTotal / total));
  std::vector<std::uint16_t> whole;
  for (const double weight : weights) {
    const double level = std::floor(weight / most * levels + 0.5);
    whole.push_back(weight > 0 ? static_cast<std::uint16_t>(std::max(level, 1.0)) : std::uint16_t{0});
  }
  const bool same = std::all_of(whole.begin(), whole.end(), [&](std::uint16_t w) { return w == whole[0]; });
  return same ? std::vector<std::uint16_t>{} : whole;
}

}  // namespace shohin
