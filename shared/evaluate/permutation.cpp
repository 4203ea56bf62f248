#include "evaluate/permutation.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "data/random.h"

namespace shohin {
namespace {

struct Scores {
  double accuracy = 0, log_loss = 0;
};

// Predicts the table with another column in a feature's place, a block of rows at a time.
Scores score_with(const Predictor& predictor, const Table& table, std::uint32_t feature,
                  const std::vector<float>& column) {
  constexpr std::uint32_t kRowsAtOnce = 1024;
  const std::uint32_t row_count = table.row_count(), classes = predictor.class_count();
  const auto features = static_cast<std::uint32_t>(table.columns.size());
  std::vector<float> rows(std::size_t{kRowsAtOnce} * features), answers(std::size_t{kRowsAtOnce} * classes);
  std::uint64_t right = 0;
  double loss = 0;
  for (std::uint32_t first = 0; first < row_count; first += kRowsAtOnce) {
    const std::uint32_t count = std::min(kRowsAtOnce, row_count - first);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto row = std::span(rows).subspan(std::size_t{i} * features, features);
      table.copy_row(first + i, row);
      row[feature] = column[first + i];
    }
    const auto block = std::span(answers).first(std::size_t{count} * classes);
    predictor.predict(std::span<const float>(rows).first(std::size_t{count} * features), block);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto answer = block.subspan(std::size_t{i} * classes, classes);
      right += best_class(answer) == table.labels[first + i] ? 1U : 0U;
      loss += row_log_loss(answer, table.labels[first + i]);
    }
  }
  return {static_cast<double>(right) / row_count, loss / row_count};
}

}  // namespace

PermutationImportance permutation_importance(const Predictor& predictor, const Table& table,
                                             const Metrics& whole, std::uint32_t feature,
                                             const PermutationOptions& options) {
  PermutationImportance out;
  for (std::uint32_t repeat = 0; repeat < options.repeats; ++repeat) {
    std::vector<float> column = table.columns[feature];
    Random random(options.seed, std::uint64_t{feature} * options.repeats + repeat);
    random.shuffle(column);
    const Scores scores = score_with(predictor, table, feature, column);
    out.accuracy.push_back(whole.accuracy - scores.accuracy);
    out.log_loss.push_back(scores.log_loss - whole.log_loss);
  }
  return out;
}

MeanAndDeviation mean_and_deviation(const std::vector<double>& values) {
  MeanAndDeviation out;
  if (values.empty()) return out;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) out.mean += value / count;
  for (const double value : values) out.deviation += (value - out.mean) * (value - out.mean) / count;
  out.deviation = std::sqrt(out.deviation);
  return out;
}

}  // namespace shohin
