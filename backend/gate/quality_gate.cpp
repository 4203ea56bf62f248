#include "gate/quality_gate.h"

#include <cmath>
#include <utility>

#include "evaluate/metrics.h"
#include "gate/contract_compatibility.h"
#include "gate/fit_table.h"
#include "http/strict_request.h"
#include "registry/registry_service.h"
#include "store/dataset_rows.h"
#include "store/promotion_rows.h"
#include "text/number.h"
#include "wire/metrics_json.h"

namespace shohin {
namespace {

GateRule passed(std::string rule, std::string message) {
  return {.rule = std::move(rule), .passes = true, .message = std::move(message)};
}

GateRule failed(std::string rule, std::string message) {
  return {.rule = std::move(rule), .passes = false, .message = std::move(message)};
}

GateRule judge_contract(const Contract& present, const Contract& next) {
  const auto reasons = incompatibilities(present, next);
  if (reasons.empty()) return passed("contract", "requests that work now go on working.");
  std::string text = "the version that serves now takes other requests:";
  for (const auto& reason : reasons) text += " " + reason;
  return failed("contract", std::move(text));
}

std::string bound_text(const MetricBound& bound) {
  const auto least = bound.least ? "at least " + print_number(*bound.least) : std::string();
  const auto most = bound.most ? "at most " + print_number(*bound.most) : std::string();
  return least + (least.empty() || most.empty() ? "" : " and ") + most;
}

GateRule judge_metric(const MetricBound& bound, const Metrics& metrics) {
  const double value = Json(summary_json(metrics))[bound.metric].as_number();
  const bool passes =
      !std::isnan(value) && (!bound.least || value >= *bound.least) && (!bound.most || value <= *bound.most);
  const auto shown = std::isnan(value) ? "undefined" : print_number(value);
  return {.rule = "metric " + bound.metric,
          .passes = passes,
          .message = "it is " + shown + " on the gate's data set; " + bound_text(bound) + " is expected.",
          .value = shown,
          .expected = bound_text(bound)};
}

GateRule judge_class(const std::string& name, double present, double next, double margin) {
  const auto least = present - margin;
  return {.rule = "class " + name,
          .passes = next >= least,
          .message = "its F1 is " + print_number(next) +
                     " on the gate's data set; the version that serves now has " + print_number(present) +
                     ", and " + print_number(margin) + " less is allowed.",
          .value = print_number(next),
          .expected = "at least " + print_number(least)};
}

// Classes without rows in the gate's data set say nothing.
void judge_classes(const Model& present, const Metrics& before, const Model& next, const Metrics& after,
                   double margin, GateVerdict& verdict) {
  for (std::size_t i = 0; i < before.classes.size(); ++i) {
    const auto& name = present.contract.classes[i].name;
    const auto place = next.contract.class_index(name);
    if (before.classes[i].support == 0) continue;
    const double found = place ? after.classes[*place].f1 : 0;
    verdict.rules.push_back(judge_class(name, before.classes[i].f1, found, margin));
  }
}

}  // namespace

Outcome<std::optional<GateSettings>> QualityGate::settings(const std::string& model) {
  auto document = store_.read([&](Database& database) -> Outcome<std::optional<std::string>> {
    const auto found = require_model(database, model);
    if (!found) return tl::unexpected<Error>(found.error());
    return find_gate(database, found->key);
  });
  if (!document) return tl::unexpected<Error>(document.error());
  if (!*document) return std::nullopt;
  const auto json = parse_json(**document);
  return read_gate_settings(json ? *json : Json()).map([](GateSettings read) {
    return std::optional(std::move(read));
  });
}

Outcome<void> QualityGate::set(const std::string& model, const GateSettings& settings, const Actor& actor) {
  if (auto good = check_gate_bounds(settings); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto found = require_model(database, model);
    if (!found) return tl::unexpected<Error>(found.error());
    if (!settings.data_digest.empty() && !find_data_set(database, settings.data_digest)) {
      return refuse_field("data_digest", settings.data_digest,
                          "the data digest of a data set on this server");
    }
    const auto document = write_json(gate_settings_json(settings));
    const auto before = find_gate(database, found->key).value_or("");
    put_gate(database, found->key, document);
    append_audit(database, actor, {"gate.set", model, before, document, ""}, clock_());
    return {};
  });
}

Outcome<void> QualityGate::remove(const std::string& model, const Actor& actor) {
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto found = require_model(database, model);
    if (!found) return tl::unexpected<Error>(found.error());
    const auto before = find_gate(database, found->key).value_or("");
    if (delete_gate(database, found->key)) {
      append_audit(database, actor, {"gate.remove", model, before, "", ""}, clock_());
      return {};
    }
    return refuse(ErrorCode::kResourceDoesNotExist, "The registered model " + model + " has no gate.");
  });
}

Outcome<GateVerdict> QualityGate::judge(const Candidate& candidate) {
  const std::lock_guard lock(judging_);
  const auto found = settings(candidate.version.name);
  if (!found) return tl::unexpected<Error>(found.error());
  GateVerdict verdict;
  if (!*found) return verdict;
  const GateSettings& asked = **found;
  if (!candidate.model) {
    verdict.rules.push_back(failed("file", candidate.model.error().message));
    return verdict;
  }
  const Model& next = (*candidate.model)->model;
  verdict.rules.push_back(passed("file", "it loads."));
  if (asked.compatible_contract && candidate.present) {
    verdict.rules.push_back(judge_contract(candidate.present->model.contract, next.contract));
  }
  if (!asked.data_digest.empty()) measure(asked, next, candidate.present.get(), verdict);
  return verdict;
}

void QualityGate::measure(const GateSettings& asked, const Model& next, const ServedModel* present,
                          GateVerdict& verdict) {
  const auto table = data_sets_.table(asked.data_digest);
  if (!table) {
    verdict.rules.push_back(failed("data", "the gate's data set cannot be read: " + table.error().message));
    return;
  }
  const auto rows = fit_table(*table, next.contract);
  if (!rows) {
    verdict.rules.push_back(failed("data", "the gate's data set does not fit the version: " + rows.error()));
    return;
  }
  const auto after = evaluate(next, *rows);
  for (const auto& bound : asked.metrics) verdict.rules.push_back(judge_metric(bound, after));
  if (!asked.class_margin || present == nullptr) return;
  const auto present_rows = fit_table(*table, present->model.contract);
  if (!present_rows) {
    verdict.rules.push_back(failed("class",
                                   "the gate's data set does not fit the version that serves now, so "
                                   "its classes cannot be compared: " +
                                       present_rows.error()));
    return;
  }
  judge_classes(present->model, evaluate(present->model, *present_rows), next, after, *asked.class_margin,
                verdict);
}

}  // namespace shohin
