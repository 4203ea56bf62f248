#include "select/metric.h"

#include <string>

namespace shohin {
namespace {

struct Mean {
  double sum = 0;
  std::uint32_t count = 0;

  void add(double value) {
    sum += value;
    ++count;
  }
  [[nodiscard]] double value() const { return count == 0 ? 0 : sum / count; }
};

}  // namespace

std::string_view metric_name(SelectionMetric metric) {
  constexpr std::string_view kNames[] = {"accuracy", "balanced_accuracy", "f1_macro", "log_loss"};
  return kNames[static_cast<std::size_t>(metric)];
}

Result<SelectionMetric> find_metric(std::string_view name) {
  std::string names;
  for (const SelectionMetric metric : kSelectionMetrics) {
    if (metric_name(metric) == name) return metric;
    names.append(names.empty() ? "" : ", ").append(metric_name(metric));
  }
  return fail(Fault{
      .code = FaultCode::kUnknownCategory, .field = "metric", .value = std::string(name), .expected = names});
}

bool is_higher_better(SelectionMetric metric) { return metric != SelectionMetric::kLogLoss; }

FoldScore fold_score(const Metrics& metrics) {
  Mean recall, f1;
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    std::uint64_t answers = 0;
    for (const auto& row : metrics.confusion_matrix) answers += row[c];
    if (metrics.classes[c].support > 0) recall.add(metrics.classes[c].recall);
    if (metrics.classes[c].support > 0 || answers > 0) f1.add(metrics.classes[c].f1);
  }
  return {metrics.accuracy, recall.value(), f1.value(), metrics.log_loss};
}

}  // namespace shohin
