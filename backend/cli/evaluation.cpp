#include "cli/evaluation.h"

#include <algorithm>
#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

#include "cli/columns.h"
#include "cli/progress_line.h"
#include "model/onnx.h"
#include "model/predict.h"
#include "wire/evaluation_json.h"
#include "wire/metrics_json.h"

namespace shohin {
namespace {

Json comparison_json(const ModelComparison& other, const Contract& contract) {
  JsonObject out = metrics_json(other.metrics, contract);
  out.emplace_back("model_digest", other.model_digest);
  return JsonObject{{"other", std::move(out)}, {"mcnemar", mcnemar_json(other.test)}};
}

void print_interval(const char* name, double value, const Interval& interval) {
  std::cout << "  " << name << " " << four_decimals(value) << "  [" << four_decimals(interval.low) << ", "
            << four_decimals(interval.high) << "]\n";
}

void print_intervals(const Evaluation& of) {
  const Metrics& metrics = of.metrics;
  const MetricIntervals& ends = *of.intervals;
  std::cout << "\nintervals of " << of.bootstrap.confidence * 100 << " %, " << of.bootstrap.resamples
            << " resamples\n";
  print_interval("accuracy         ", metrics.accuracy, ends.accuracy);
  print_interval("balanced accuracy", metrics.balanced_accuracy, ends.balanced_accuracy);
  print_interval("f1, weighted     ", metrics.f1, ends.f1);
  print_interval("f1, macro        ", metrics.f1_macro, ends.f1_macro);
  print_interval("Matthews         ", metrics.matthews, ends.matthews);
  print_interval("log loss         ", metrics.log_loss, ends.log_loss);
  print_interval("Brier            ", metrics.brier, ends.brier);
}

void print_comparison(const ModelComparison& other) {
  std::cout << "\nthe other model: accuracy " << four_decimals(other.metrics.accuracy) << ", log loss "
            << four_decimals(other.metrics.log_loss) << "\n  right where the other is wrong "
            << other.test.only_first_right << ", wrong where the other is right "
            << other.test.only_second_right << "\n  McNemar: exact p " << four_decimals(other.test.exact_p)
            << ", with continuity correction p " << four_decimals(other.test.corrected_p) << "\n";
}

void print_importance(const Evaluation& of, const Contract& contract) {
  std::vector<std::pair<MeanAndDeviation, std::string>> rows;
  for (std::size_t f = 0; f < of.importance.size(); ++f)
    rows.emplace_back(mean_and_deviation(of.importance[f].accuracy), contract.features[f].name);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first.mean > b.first.mean; });
  std::cout << "\naccuracy lost when a feature is shuffled\n";
  for (const auto& [lost, name] : rows)
    std::cout << "  " << four_decimals(lost.mean) << " +- " << four_decimals(lost.deviation) << "  " << name
              << "\n";
}

}  // namespace

ModelComparison compare_models(const Model& other, const Table& table, const Evaluation& first) {
  const auto probabilities = predict_table(other, table);
  return {.metrics = measure(probabilities, table.labels, other.class_count()),
          .model_digest = model_digest(other),
          .test = compare_answers(first.probabilities, probabilities, table.labels, other.class_count())};
}

std::vector<PermutationImportance> shuffle_features(const Model& model, const Table& table,
                                                    const Evaluation& evaluation, std::uint32_t threads,
                                                    bool quiet) {
  const Predictor predictor(model);
  std::vector<PermutationImportance> out(model.feature_count());
  ProgressLine progress("shuffling", "features", out.size(), quiet);
  std::atomic<std::uint32_t> next{0};
  std::mutex drawing;
  std::uint64_t done = 0;
  const auto work = [&] {
    for (std::uint32_t f = next++; f < out.size(); f = next++) {
      out[f] = permutation_importance(predictor, table, evaluation.metrics, f, evaluation.permutation);
      const std::lock_guard lock(drawing);
      progress.at(++done);
    }
  };
  std::vector<std::jthread> workers;
  for (std::uint32_t i = 1; i < threads; ++i) workers.emplace_back(work);
  work();
  return out;
}

JsonObject evaluation_json(const Evaluation& evaluation, const Model& model, const Table& table) {
  JsonObject out = metrics_json(evaluation.metrics, model.contract);
  out.emplace_back("rows", table.row_count());
  out.emplace_back("model_digest", model_digest(model));
  out.emplace_back("data_digest", data_digest(table));
  if (evaluation.intervals)
    out.emplace_back("confidence", intervals_json(*evaluation.intervals, evaluation.bootstrap));
  if (evaluation.comparison)
    out.emplace_back("comparison", comparison_json(*evaluation.comparison, model.contract));
  if (!evaluation.importance.empty())
    out.emplace_back("importance",
                     permutation_json(evaluation.importance, model.contract, evaluation.permutation));
  return out;
}

void print_findings(const Evaluation& evaluation, const Contract& contract) {
  if (evaluation.intervals) print_intervals(evaluation);
  if (evaluation.comparison) print_comparison(*evaluation.comparison);
  if (!evaluation.importance.empty()) print_importance(evaluation, contract);
}

}  // namespace shohin
