#include "evaluate/metrics.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "model/predict.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

ClassMetrics class_metrics(const std::vector<std::vector<std::uint32_t>>& matrix, std::size_t of) {
  std::uint64_t predicted = 0, support = 0;
  for (const auto& row : matrix) predicted += row[of];
  for (const std::uint32_t count : matrix[of]) support += count;
  const std::uint64_t right = matrix[of][of];
  return {.precision = share(right, predicted),
          .recall = share(right, support),
          .f1 = share(2 * right, predicted + support),
          .support = static_cast<std::uint32_t>(support)};
}

void add_averages(Metrics& metrics) {
  std::uint64_t right = 0, rows = 0;
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    right += metrics.confusion_matrix[c][c];
    rows += metrics.classes[c].support;
  }
  metrics.accuracy = share(right, rows);
  for (const ClassMetrics& one : metrics.classes) {
    const double weight = share(one.support, rows);
    metrics.precision += weight * one.precision;
    metrics.recall += weight * one.recall;
    metrics.f1 += weight * one.f1;
  }
}

}  // namespace

Metrics measure(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                std::uint32_t class_count) {
  assert(probabilities.size() == labels.size() * class_count);
  constexpr double kLeast = std::numeric_limits<double>::epsilon();
  Metrics metrics;
  metrics.confusion_matrix.assign(class_count, std::vector<std::uint32_t>(class_count, 0));
  double loss = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto answer = probabilities.subspan(row * class_count, class_count);
    ++metrics.confusion_matrix[labels[row]][best_class(answer)];
    loss -= natural_log(std::clamp(static_cast<double>(answer[labels[row]]), kLeast, 1 - kLeast));
  }
  if (!labels.empty()) metrics.log_loss = loss / static_cast<double>(labels.size());
  for (std::uint32_t c = 0; c < class_count; ++c)
    metrics.classes.push_back(class_metrics(metrics.confusion_matrix, c));
  add_averages(metrics);
  return metrics;
}

std::vector<float> predict_table(const Model& model, const Table& table) {
  constexpr std::uint32_t kRowsAtOnce = 1024;
  const auto features = static_cast<std::uint32_t>(table.columns.size());
  const std::uint32_t classes = model.class_count(), row_count = table.row_count();
  const Predictor predictor(model);
  std::vector<float> rows, probabilities(std::size_t{row_count} * classes);
  for (std::uint32_t first = 0; first < row_count; first += kRowsAtOnce) {
    const std::uint32_t count = std::min(kRowsAtOnce, row_count - first);
    rows.resize(std::size_t{count} * features);
    const std::span<float> all(rows);
    for (std::uint32_t i = 0; i < count; ++i)
      table.copy_row(first + i, all.subspan(std::size_t{i} * features, features));
    predictor.predict(
        rows, std::span(probabilities).subspan(std::size_t{first} * classes, std::size_t{count} * classes));
  }
  return probabilities;
}

Metrics evaluate(const Model& model, const Table& table) {
  assert(table.is_labelled());
  return measure(predict_table(model, table), table.labels, model.class_count());
}

}  // namespace shohin
