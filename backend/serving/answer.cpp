#include "serving/answer.h"

#include <algorithm>

#include "calibrate/certainty_json.h"
#include "error/fault_text.h"
#include "explain/explanation_json.h"
#include "text/number.h"

namespace shohin {
namespace {

Json warnings_json(const Faults& unusual) {
  JsonArray warnings;
  for (const auto& fault : unusual.list()) {
    warnings.emplace_back(JsonObject{{"code", code_name(fault.code)},
                                     {"field", fault.field},
                                     {"value", fault.value},
                                     {"expected", fault.expected},
                                     {"message", english(fault)}});
  }
  return warnings;
}

// What stands beside "features" has no meaning, so it is a mistake.
Result<Row> read_wrapped(const Contract& contract, const Json& body) {
  for (const auto& [name, value] : body.as_object()) {
    if (name != "features") return fail({.code = FaultCode::kUnknownField, .field = name});
  }
  const Json& features = body["features"];
  if (features.is_object()) return read_row(contract, features);
  if (!features.is_array())
    return fail({.code = FaultCode::kWrongType,
                 .field = "features",
                 .value = write_json(features),
                 .expected = "array or object"});
  auto row = read_row_values(contract, features);
  if (row || row.error().first().code != FaultCode::kRaggedRow) return row;
  auto fault = row.error().first();
  fault.field = "features";
  return fail(std::move(fault));
}

// Values outside their usual range, rows unlike the training data, and why there is no explanation.
Faults warnings_about(const ServedModel& model, const Row& row, bool explain) {
  Faults warnings = unusual_values(model.model.contract, row);
  const auto& novelty = model.calibration.novelty;
  if (const auto score = novelty ? novelty->score(row) : std::nullopt; score && *score > novelty->threshold())
    warnings.add({.code = FaultCode::kUnlikeTraining,
                  .value = print_number(*score),
                  .expected = print_number(novelty->threshold())});
  if (explain && !model.explainer)
    for (const Fault& fault : model.explainer.error().list()) warnings.add(fault);
  return warnings;
}

void add_explanation(const ServedModel& model, const Row& row, std::span<const float> probabilities,
                     std::string& json) {
  if (model.explainer)
    json += ",\"explanation\":" +
            write_json(explanation_json(model.explainer->explain(row), model.explainer->unit(), model.model));
  for (const auto& [name, value] :
       certainty_json(model.calibration, model.model.contract, row, probabilities)) {
    if (name == "prediction_set") continue;  // every answer has it
    json += ",\"" + name + "\":" + write_json(value);
  }
}

}  // namespace

Result<Row> read_scoring_row(const Contract& contract, const Json& body) {
  if (!body.is_object()) {
    return fail(
        {.code = FaultCode::kWrongType, .value = std::string(body.type_name()), .expected = "object"});
  }
  const Json& features = body["features"];
  const bool wraps = features.is_array() || features.is_object() ||
                     (body.has("features") && !contract.feature_index("features"));
  return wraps ? read_wrapped(contract, body) : read_row(contract, body);
}

RowAnswer answer_row(const ServedModel& model, const Row& row, bool explain) {
  RowAnswer answer;
  answer.probabilities.resize(model.class_json.size());
  const std::span<float> probabilities = answer.probabilities;
  model.predictor.predict(row, probabilities);
  answer.class_index = best_class(probabilities);
  // Written by hand: this is the path that is measured, and all of its texts are known beforehand.
  std::string& json = answer.json;
  json.reserve(512);
  json += "{\"prediction\":" + model.class_json[answer.class_index];
  json += ",\"class_index\":" + std::to_string(answer.class_index);
  json += ",\"confidence\":" + print_number(probabilities[answer.class_index]);
  json += ",\"probabilities\":{";
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (i > 0) json += ',';
    json += model.class_json[i];
    json += ':';
    json += print_number(probabilities[i]);
  }
  json += "},\"model\":";
  json += model.identity_json;
  json += ",\"warnings\":";
  const Faults warnings = warnings_about(model, row, explain);
  json += warnings.empty() ? "[]" : write_json(warnings_json(warnings));
  if (model.calibration.conformal) {
    json += ",\"prediction_set\":";
    json += write_json(set_json(*model.calibration.conformal, model.model.contract, probabilities));
  }
  if (explain) add_explanation(model, row, probabilities, json);
  json += '}';
  return answer;
}

Json answer_schema(const Contract& contract) {
  const Json share = JsonObject{{"type", "number"}, {"minimum", 0}, {"maximum", 1}};
  const Json text = JsonObject{{"type", "string"}};
  JsonArray classes;
  JsonObject shares;
  for (const auto& target_class : contract.classes) {
    classes.emplace_back(target_class.name);
    shares.emplace_back(target_class.name, share);
  }
  const auto last = static_cast<std::uint32_t>(contract.classes.size()) - 1;
  const JsonObject model = {{"name", text}, {"version", text}, {"digest", text}};
  const JsonObject warning = {
      {"code", text}, {"field", text}, {"value", text}, {"expected", text}, {"message", text}};
  return JsonObject{
      {"type", "object"},
      {"properties",
       JsonObject{
           {"prediction", JsonObject{{"type", "string"}, {"enum", classes}}},
           {"class_index", JsonObject{{"type", "integer"}, {"minimum", 0}, {"maximum", last}}},
           {"confidence", share},
           {"probabilities", JsonObject{{"type", "object"}, {"properties", shares}, {"required", classes}}},
           {"model", JsonObject{{"type", "object"}, {"properties", model}}},
           {"prediction_set",
            JsonObject{{"type", "array"}, {"items", JsonObject{{"type", "string"}, {"enum", classes}}}}},
           {"explanation", JsonObject{{"type", "object"}}},
           {"novelty", JsonObject{{"type", "object"}}},
           {"next_measurements", JsonObject{{"type", "array"}}},
           {"warnings", JsonObject{{"type", "array"},
                                   {"items", JsonObject{{"type", "object"}, {"properties", warning}}}}}}},
      {"required",
       JsonArray{"prediction", "class_index", "confidence", "probabilities", "model", "warnings"}}};
}

Field answer_schema() {
  const auto warning =
      object("", {text("code"), maybe(text("field")), maybe(any("value")), maybe(any("expected")),
                  text("message"), maybe(integer("row")), maybe(integer("column"))});
  return component(
      "Prediction",
      object("", {text("prediction"), integer("class_index"), number("confidence"),
                  map("probabilities", number("")),
                  object("model", {text("name"), text("version"), text("digest")}), list("warnings", warning),
                  maybe(list("prediction_set", text(""))), maybe(any("explanation")), maybe(any("novelty")),
                  maybe(any("next_measurements"))}));
}

}  // namespace shohin
