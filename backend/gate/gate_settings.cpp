#include "gate/gate_settings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "contract/object_reader.h"
#include "error/fault_text.h"
#include "text/shown_value.h"
#include "wire/metrics_json.h"

namespace shohin {
namespace {

std::string metric_names() {
  std::string names;
  for (const auto& [name, value] : summary_json(Metrics{})) names += (names.empty() ? "" : ", ") + name;
  return names;
}

bool is_metric(const std::string& name) {
  const auto known = summary_json(Metrics{});
  return std::any_of(known.begin(), known.end(), [&](const auto& member) { return member.first == name; });
}

void read_metrics(const Json& metrics, GateSettings& settings, Faults& faults) {
  const ObjectReader whole(metrics, "metrics", faults);
  for (const auto& [name, bounds] : metrics.as_object()) {
    ObjectReader reader(bounds, whole.path_of(name), faults);
    reader.refuse_others({"min", "max"});
    MetricBound bound{name, reader.number("min", false), reader.number("max", false)};
    if (!is_metric(name)) {
      faults.add(
          {.code = FaultCode::kUnknownField, .field = whole.path_of(name), .expected = metric_names()});
    } else if (!bound.least && !bound.most) {
      reader.add(FaultCode::kMissing, "min");
    }
    settings.metrics.push_back(std::move(bound));
  }
}

// What a metric can be; what has no end there is not held to one.
std::pair<double, double> range_of(const std::string& metric) {
  if (metric == "log_loss") return {0, std::numeric_limits<double>::infinity()};
  if (metric == "matthews") return {-1, 1};
  if (metric == "brier") return {0, 2};
  return {0, 1};
}

void check_bound(const std::string& place, double bound, std::pair<double, double> range, Faults& faults) {
  const auto [least, most] = range;
  if (bound >= least && bound <= most) return;
  const bool ends = std::isfinite(most);
  faults.add({.code = FaultCode::kOutOfRange,
              .field = place,
              .value = write_json(bound),
              .expected = write_json(least) + (ends ? " to " + write_json(most) : " or more")});
}

void read_contract_rule(ObjectReader& reader, GateSettings& settings) {
  const Json& rule = reader["contract"];
  if (rule.is_null()) return;
  settings.compatible_contract = rule.as_string() != "any";
  if (rule.as_string() == "any" || rule.as_string() == "compatible") return;
  reader.add(rule.is_string() ? FaultCode::kUnknownCategory : FaultCode::kWrongType, "contract",
             shown_value(rule), "compatible, any");
}

void read_data_digest(ObjectReader& reader, GateSettings& settings) {
  const Json& digest = reader["data_digest"];
  if (!digest.is_string() && !digest.is_null())
    reader.add(FaultCode::kWrongType, "data_digest", shown_value(digest), "string");
  settings.data_digest = digest.as_string();
  const bool measures = !settings.metrics.empty() || settings.class_margin;
  if (measures && settings.data_digest.empty()) reader.add(FaultCode::kMissing, "data_digest");
}

}  // namespace

Outcome<GateSettings> read_gate_settings(const Json& document) {
  Faults faults;
  ObjectReader reader(document, "", faults);
  reader.refuse_others({"contract", "data_digest", "metrics", "class_margin"});
  GateSettings settings;
  read_contract_rule(reader, settings);
  if (!reader["metrics"].is_null()) read_metrics(reader["metrics"], settings, faults);
  settings.class_margin = reader.number("class_margin", false);
  if (settings.class_margin && !(*settings.class_margin >= 0 && *settings.class_margin <= 1))
    reader.add(FaultCode::kOutOfRange, "class_margin", write_json(*settings.class_margin), "0 to 1");
  read_data_digest(reader, settings);
  if (faults.empty()) return settings;
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

Outcome<void> check_gate_bounds(const GateSettings& settings) {
  Faults faults;
  for (const auto& bound : settings.metrics) {
    const auto place = "metrics." + bound.metric;
    const auto [least, most] = range_of(bound.metric);
    if (bound.most) check_bound(place + ".max", *bound.most, {least, most}, faults);
    const bool has_end = bound.most && *bound.most >= least && *bound.most <= most;
    if (bound.least) check_bound(place + ".min", *bound.least, {least, has_end ? *bound.most : most}, faults);
  }
  if (faults.empty()) return {};
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

std::vector<Field> gate_fields() {
  const auto bounds = object("", {maybe(number("min")), maybe(number("max"))});
  return {maybe(choice("contract", {"compatible", "any"})), or_null(maybe(text("data_digest"))),
          maybe(map("metrics", bounds)), or_null(maybe(number("class_margin")))};
}

Field gate_schema() {
  auto fields = gate_fields();
  for (auto& field : fields) field.required = true;
  return component("Gate", object("", std::move(fields)));
}

Json gate_settings_json(const GateSettings& settings) {
  JsonObject metrics;
  for (const auto& bound : settings.metrics) {
    JsonObject limits;
    if (bound.least) limits.emplace_back("min", *bound.least);
    if (bound.most) limits.emplace_back("max", *bound.most);
    metrics.emplace_back(bound.metric, std::move(limits));
  }
  JsonObject json{{"contract", settings.compatible_contract ? "compatible" : "any"}};
  json.emplace_back("data_digest", settings.data_digest.empty() ? Json() : Json(settings.data_digest));
  json.emplace_back("metrics", std::move(metrics));
  json.emplace_back("class_margin", settings.class_margin ? Json(*settings.class_margin) : Json());
  return json;
}

}  // namespace shohin
