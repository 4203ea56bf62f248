#include "calibrate/calibration.h"

namespace shohin {
namespace {

template <class T>
Json list(const std::vector<T>& values) {
  JsonArray out;
  for (const auto& value : values) out.emplace_back(value);
  return out;
}

template <class T>
Json lists(const std::vector<std::vector<T>>& rows) {
  JsonArray out;
  for (const auto& row : rows) out.push_back(list(row));
  return out;
}

Json novelty_json(const Novelty& novelty) {
  JsonArray logarithmic, classes;
  for (const bool one : novelty.logarithmic) logarithmic.emplace_back(one ? 1 : 0);
  for (const Novelty::Class& one : novelty.classes)
    classes.emplace_back(JsonObject{{"mean", list(one.numbers.mean)},
                                    {"deviation", list(one.numbers.deviation)},
                                    {"correlation", list(one.numbers.correlation)},
                                    {"categories", lists(one.categories)}});
  return JsonObject{
      {"method", "mahalanobis"},
      {"numbers", list(novelty.numbers)},
      {"logarithmic", std::move(logarithmic)},
      {"categories", list(novelty.categories)},
      {"classes", std::move(classes)},
      {"alarm_rates", list(std::vector<double>(std::begin(kAlarmRates), std::end(kAlarmRates)))},
      {"thresholds", list(novelty.thresholds)}};
}

Json measurements_json(const MeasurementShares& shares) {
  JsonArray out;
  for (const auto& one : shares.features)
    out.emplace_back(JsonObject{{"feature", one.feature}, {"counts", lists(one.counts)}});
  return out;
}

}  // namespace

Json calibration_json(const Calibration& calibration) {
  JsonObject out{{"schema", "shohin.calibration/1"}, {"temperature", calibration.temperature}};
  if (!calibration.temperature_from.empty())
    out.emplace_back("temperature_from", calibration.temperature_from);
  if (calibration.conformal)
    out.emplace_back("conformal",
                     JsonObject{{"method", "lac"},
                                {"rows", calibration.conformal->rows},
                                {"least_probability", list(calibration.conformal->least_probability)}});
  if (calibration.novelty) out.emplace_back("novelty", novelty_json(*calibration.novelty));
  if (calibration.measurements)
    out.emplace_back("measurements", measurements_json(*calibration.measurements));
  if (!calibration.input_means.empty()) out.emplace_back("input_means", list(calibration.input_means));
  return out;
}

}  // namespace shohin
