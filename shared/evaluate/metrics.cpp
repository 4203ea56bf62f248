#include "evaluate/metrics.h"

#include <algorithm>
#include <cassert>

#include "evaluate/ranking.h"
#include "evaluate/reliability.h"
#include "model/predict.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

void add_losses(Metrics& metrics, std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                std::uint32_t class_count) {
  double loss = 0, brier = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto answer = probabilities.subspan(row * class_count, class_count);
    ++metrics.confusion_matrix[labels[row]][best_class(answer)];
    loss += row_log_loss(answer, labels[row]);
    brier += row_brier(answer, labels[row]);
  }
  const auto rows = static_cast<double>(labels.size());
  metrics.log_loss = loss / rows;
  metrics.brier = brier_of(brier / rows, class_count);
}

void add_rankings(Metrics& metrics, std::span<const float> probabilities,
                  std::span<const std::uint32_t> labels, std::uint32_t class_count) {
  double roc_auc = 0, average_precision = 0;
  for (std::uint32_t c = 0; c < class_count; ++c) {
    ClassMetrics& one = metrics.classes[c];
    if (one.support == 0 || one.support == labels.size()) {
      roc_auc = average_precision = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    const Ranking ranking = rank_rows(probabilities, labels, class_count, c);
    one.roc_auc = roc_auc_of(ranking);
    one.average_precision = average_precision_of(ranking);
    roc_auc += one.roc_auc / class_count;
    average_precision += one.average_precision / class_count;
  }
  const bool pair = class_count == 2;
  metrics.roc_auc = pair ? metrics.classes[1].roc_auc : roc_auc;
  metrics.average_precision = pair ? metrics.classes[1].average_precision : average_precision;
}

}  // namespace

double row_log_loss(std::span<const float> probabilities, std::uint32_t label) {
  constexpr double kLeast = std::numeric_limits<double>::epsilon();
  return -natural_log(std::clamp(static_cast<double>(probabilities[label]), kLeast, 1 - kLeast));
}

double row_brier(std::span<const float> probabilities, std::uint32_t label) {
  double sum = 0;
  for (std::size_t c = 0; c < probabilities.size(); ++c) {
    const double off = static_cast<double>(probabilities[c]) - (c == label ? 1 : 0);
    sum += off * off;
  }
  return sum;
}

double brier_of(double mean, std::uint32_t class_count) { return class_count < 3 ? mean / 2 : mean; }

Metrics measure(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                std::uint32_t class_count) {
  assert(probabilities.size() == labels.size() * class_count);
  Metrics metrics;
  metrics.confusion_matrix.assign(class_count, std::vector<std::uint32_t>(class_count, 0));
  if (!labels.empty()) add_losses(metrics, probabilities, labels, class_count);
  add_counted(metrics);
  if (!labels.empty()) add_rankings(metrics, probabilities, labels, class_count);
  metrics.calibration_error = expected_calibration_error(probabilities, labels, class_count);
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
