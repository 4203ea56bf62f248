#include "wire/evaluation_json.h"

#include <string>

#include "evaluate/ranking.h"
#include "evaluate/reliability.h"

namespace shohin {
namespace {

template <class T>
Json list(const std::vector<T>& values) {
  return JsonArray(values.begin(), values.end());
}

Json roc_json(const Ranking& ranking) {
  const Curve curve = roc_curve(ranking);
  return JsonObject{{"false_positive_rate", list(curve.x)},
                    {"true_positive_rate", list(curve.y)},
                    {"thresholds", list(curve.thresholds)},
                    {"auc", roc_auc_of(ranking)}};
}

Json precision_recall_json(const Ranking& ranking) {
  const Curve curve = precision_recall_curve(ranking);
  return JsonObject{{"recall", list(curve.x)},
                    {"precision", list(curve.y)},
                    {"thresholds", list(curve.thresholds)},
                    {"auc", area_below(curve)},
                    {"average_precision", average_precision_of(ranking)}};
}

Json reliability_json(const ReliabilityCurve& curve) {
  return JsonObject{
      {"predicted", list(curve.predicted)}, {"observed", list(curve.observed)}, {"rows", list(curve.rows)}};
}

Json ends(const Interval& interval) { return JsonArray{interval.low, interval.high}; }

Json spread_json(const std::vector<double>& values) {
  const MeanAndDeviation spread = mean_and_deviation(values);
  return JsonObject{{"mean", spread.mean}, {"deviation", spread.deviation}, {"values", list(values)}};
}

}  // namespace

Json curves_json(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                 const Contract& contract) {
  const auto class_count = static_cast<std::uint32_t>(contract.classes.size());
  JsonObject out;
  for (std::uint32_t c = 0; c < class_count; ++c) {
    const Ranking ranking = rank_rows(probabilities, labels, class_count, c);
    out.emplace_back(
        contract.classes[c].name,
        JsonObject{
            {"roc", roc_json(ranking)},
            {"precision_recall", precision_recall_json(ranking)},
            {"calibration", reliability_json(reliability_of_class(probabilities, labels, class_count, c))}});
  }
  return out;
}

Json intervals_json(const MetricIntervals& intervals, const BootstrapOptions& options) {
  return JsonObject{{"level", options.confidence},
                    {"resamples", options.resamples},
                    {"seed", options.seed},
                    {"accuracy", ends(intervals.accuracy)},
                    {"balanced_accuracy", ends(intervals.balanced_accuracy)},
                    {"f1", ends(intervals.f1)},
                    {"f1_macro", ends(intervals.f1_macro)},
                    {"matthews", ends(intervals.matthews)},
                    {"log_loss", ends(intervals.log_loss)},
                    {"brier", ends(intervals.brier)}};
}

Json mcnemar_json(const McNemar& test) {
  return JsonObject{{"only_first_right", test.only_first_right},
                    {"only_second_right", test.only_second_right},
                    {"exact_p", test.exact_p},
                    {"statistic", test.statistic},
                    {"corrected_p", test.corrected_p}};
}

Json permutation_json(const std::vector<PermutationImportance>& features, const Contract& contract,
                      const PermutationOptions& options) {
  JsonArray rows;
  for (std::size_t f = 0; f < features.size(); ++f)
    rows.emplace_back(JsonObject{{"feature", contract.features[f].name},
                                 {"accuracy", spread_json(features[f].accuracy)},
                                 {"log_loss", spread_json(features[f].log_loss)}});
  return JsonObject{{"repeats", options.repeats}, {"seed", options.seed}, {"features", std::move(rows)}};
}

}  // namespace shohin
