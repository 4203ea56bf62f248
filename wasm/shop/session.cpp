#include "session.h"

#include <cmath>
#include <utility>

#include "calibrate/certainty_json.h"
#include "contract/row.h"
#include "explain/explanation_json.h"
#include "model/onnx.h"
#include "text/json.h"
#include "wire/fault_json.h"

namespace shohin {
namespace {

std::string failure(const Faults& faults) {
  const Json list = faults_json(faults);
  JsonObject answer = {{"ok", false}};
  for (const auto& member : list.as_object()) answer.push_back(member);
  return write_json(std::move(answer));
}

// Each field of the form read as the text of a cell: what is empty is missing.
Result<Row> read_form(const Contract& contract, const Json& form) {
  Faults faults;
  for (const auto& [name, text] : form.as_object()) {
    if (!contract.feature_index(name)) faults.add({.code = FaultCode::kUnknownField, .field = name});
  }
  Row row;
  for (const Feature& feature : contract.features) {
    const Result<float> cell = read_cell(feature, form[feature.name].as_string());
    row.push_back(cell.value_or(std::nanf("")));
    if (cell) continue;
    for (const Fault& fault : cell.error().list()) faults.add(fault);
  }
  if (!faults.empty()) return fail(std::move(faults));
  return row;
}

}  // namespace

Certainty certainty_of(float best_probability) {
  if (best_probability >= 0.9F) return Certainty::kVeryLikely;
  if (best_probability >= 0.75F) return Certainty::kLikely;
  if (best_probability >= 0.6F) return Certainty::kPossible;
  return Certainty::kUnsure;
}

ShopSession::ShopSession(std::span<const std::uint8_t> onnx) {
  Result<Model> model = read_onnx(onnx);
  if (!model) {
    text_ = failure(model.error());
    return;
  }
  Result<Calibration> calibration = read_calibration(model->calibration, model->contract);
  if (!calibration) {
    text_ = failure(calibration.error());
    return;
  }
  Predictor predictor(*model);
  opened_.emplace(Opened{std::move(*model), std::move(predictor), std::move(*calibration)});
  text_ = write_json(JsonObject{
      {"ok", true}, {"contract", contract_json(opened_->model.contract)}, {"record", opened_->model.record}});
}

void ShopSession::check(std::string_view form) {
  if (!opened_) {
    text_ = failure(Fault{.code = FaultCode::kEmpty, .field = "model"});
    return;
  }
  const Contract& contract = opened_->model.contract;
  const Result<Json> document = parse_json(form);
  const Result<Row> row = document ? read_form(contract, *document) : Result<Row>(fail(document.error()));
  if (!row) {
    text_ = failure(row.error());
    return;
  }
  JsonArray values;
  for (const float value : *row) values.emplace_back(static_cast<double>(value));
  text_ = write_json(JsonObject{{"ok", true},
                                {"row", std::move(values)},
                                {"unusual", faults_json(unusual_values(contract, *row))["faults"]}});
}

bool ShopSession::answer(std::span<const float> row, std::span<float> out) const {
  if (!opened_) return false;
  const std::size_t features = opened_->model.contract.features.size();
  const std::size_t classes = opened_->model.contract.classes.size();
  if (row.size() != features || out.size() != classes + 2) return false;
  const std::span<float> probabilities = out.first(classes);
  opened_->predictor.predict(row, probabilities);
  const std::uint32_t best = best_class(probabilities);
  out[classes] = static_cast<float>(best);
  out[classes + 1] = static_cast<float>(certainty_of(probabilities[best]));
  return true;
}

void ShopSession::explain(std::span<const float> row) {
  const std::size_t features = opened_ ? opened_->model.contract.features.size() : 0;
  if (!opened_ || row.size() != features) {
    text_ = write_json(JsonObject{{"ok", false}});
    return;
  }
  std::vector<float> probabilities(opened_->model.contract.classes.size());
  opened_->predictor.predict(row, probabilities);
  JsonObject out{{"ok", true}};
  for (auto& member : certainty_json(opened_->calibration, opened_->model.contract, row, probabilities))
    out.push_back(std::move(member));
  if (!opened_->explainer) opened_->explainer = Explainer::make(opened_->model);
  if (const Result<Explainer>& explainer = *opened_->explainer)
    out.emplace_back("explanation",
                     explanation_json(explainer->explain(row), explainer->unit(), opened_->model));
  text_ = write_json(std::move(out));
}

}  // namespace shohin
