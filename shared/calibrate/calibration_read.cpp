// read_calibration: every list must have the length and every number the range that computing with it needs.
#include <algorithm>
#include <cmath>

#include "calibrate/calibration.h"

namespace shohin {
namespace {

struct Range {
  double least, most;
};

constexpr Range kShare = {0, 1}, kAnyNumber = {-1e12, 1e12};

// Exactly `count` numbers within the range; whole ones where T is an integer.
template <class T>
bool read_list(const Json& json, std::size_t count, Range range, std::vector<T>& out) {
  const JsonArray& items = json.as_array();
  if (!json.is_array() || items.size() != count) return false;
  for (const Json& item : items) {
    const double value = item.as_number();
    if (!item.is_number() || !(value >= range.least && value <= range.most)) return false;
    if (std::is_integral_v<T> && value != std::floor(value)) return false;
    out.push_back(static_cast<T>(value));
  }
  return true;
}

// Features of the contract, ascending, all of that kind.
bool read_features(const Json& json, const Contract& contract, bool categorical,
                   std::vector<std::uint32_t>& out) {
  const double most = static_cast<double>(contract.features.size()) - 1;
  if (!read_list(json, std::min(json.as_array().size(), contract.features.size()), {0, most}, out))
    return false;
  if (std::adjacent_find(out.begin(), out.end(), std::greater_equal<>()) != out.end()) return false;
  return std::all_of(out.begin(), out.end(), [&](std::uint32_t feature) {
    return (contract.features[feature].kind == FeatureKind::kCategorical) == categorical;
  });
}

bool read_conformal(const Json& json, Conformal& out) {
  std::vector<std::uint32_t> rows;
  if (!read_list(JsonArray{json["rows"]}, 1, {1, 4e9}, rows)) return false;
  out.rows = rows[0];
  return read_list(json["least_probability"], kErrorRates, kShare, out.least_probability) &&
         std::is_sorted(out.least_probability.begin(), out.least_probability.end());
}

bool read_class(const Json& json, const Contract& contract, const Novelty& novelty, Novelty::Class& out) {
  const std::size_t size = novelty.numbers.size();
  if (!read_list(json["mean"], size, kAnyNumber, out.numbers.mean) ||
      !read_list(json["deviation"], size, {1e-12, 1e12}, out.numbers.deviation) ||
      !read_list(json["correlation"], size * (size - (size > 0 ? 1 : 0)) / 2, {-999, 999},
                 out.numbers.correlation))
    return false;
  const JsonArray& categories = json["categories"].as_array();
  if (categories.size() != novelty.categories.size()) return false;
  for (std::size_t i = 0; i < categories.size(); ++i)
    if (!read_list(categories[i], contract.features[novelty.categories[i]].categories.size(), {1e-12, 1},
                   out.categories.emplace_back()))
      return false;
  return out.numbers.is_sound();
}

bool read_novelty(const Json& json, const Contract& contract, Novelty& out) {
  std::vector<std::uint32_t> logarithmic;
  std::vector<double> rates;
  if (!read_features(json["numbers"], contract, false, out.numbers) || out.numbers.size() > 64 ||
      !read_features(json["categories"], contract, true, out.categories) || out.categories.size() > 64 ||
      !read_list(json["logarithmic"], out.numbers.size(), kShare, logarithmic) ||
      !read_list(json["alarm_rates"], std::size(kAlarmRates), kShare, rates) ||
      !read_list(json["thresholds"], std::size(kAlarmRates), kAnyNumber, out.thresholds))
    return false;
  if (!std::equal(rates.begin(), rates.end(), std::begin(kAlarmRates))) return false;
  out.logarithmic.assign(logarithmic.begin(), logarithmic.end());
  const JsonArray& classes = json["classes"].as_array();
  if (classes.size() != contract.classes.size()) return false;
  for (const Json& one : classes)
    if (!read_class(one, contract, out, out.classes.emplace_back())) return false;
  return true;
}

bool read_measurements(const Json& json, const Contract& contract, MeasurementShares& out) {
  const JsonArray& features = json.as_array();
  if (!json.is_array() || features.size() > contract.features.size()) return false;
  for (const Json& one : features) {
    std::vector<std::uint32_t> feature;
    const double most = static_cast<double>(contract.features.size()) - 1;
    if (!read_list(JsonArray{one["feature"]}, 1, {0, most}, feature)) return false;
    auto& read = out.features.emplace_back(MeasurementShares::OfFeature{.feature = feature[0], .counts = {}});
    const JsonArray& classes = one["counts"].as_array();
    if (classes.size() != contract.classes.size()) return false;
    const std::size_t values = classes[0].as_array().size();
    if (values < 1 || values > 100) return false;
    for (const Json& counts : classes)
      if (!read_list(counts, values, {0, 4e9}, read.counts.emplace_back())) return false;
  }
  return true;
}

tl::unexpected<Faults> unsupported(std::string place) {
  return fail(Fault{.code = FaultCode::kUnsupportedModel, .field = "shohin.calibration." + std::move(place)});
}

}  // namespace

Result<Calibration> read_calibration(const Json& document, const Contract& contract) {
  Calibration out;
  if (document["schema"].as_string() != "shohin.calibration/1") return out;
  if (document.has("temperature")) {
    out.temperature = document["temperature"].as_number();
    if (!(out.temperature > 0 && out.temperature < 1e6)) return unsupported("temperature");
    out.temperature_from = document["temperature_from"].as_string();
  }
  if (const Json& json = document["conformal"]; !json.is_null())
    if (!read_conformal(json, out.conformal.emplace())) return unsupported("conformal");
  if (const Json& json = document["novelty"]; !json.is_null())
    if (!read_novelty(json, contract, out.novelty.emplace())) return unsupported("novelty");
  if (const Json& json = document["measurements"]; !json.is_null())
    if (!read_measurements(json, contract, out.measurements.emplace())) return unsupported("measurements");
  if (const Json& json = document["input_means"]; !json.is_null())
    if (!read_list(json, std::min<std::size_t>(json.as_array().size(), 1U << 20), kAnyNumber,
                   out.input_means))
      return unsupported("input_means");
  return out;
}

}  // namespace shohin
