#include "serving/scoring_routes.h"

#include "error/fault_text.h"
#include "http/url.h"
#include "serving/answer.h"

namespace shohin {
namespace {

// Values that break this contract may be meant for another model.
void add_better_route(Error& error, const ServedModels& models, const ServedModel& asked, const Json& body) {
  for (const auto& other : models.all()) {
    if (other->identity.name == asked.identity.name) continue;
    if (!read_scoring_row(other->model.contract, body)) continue;
    error.message += " These values fit the model '" + other->identity.name + "': POST /models/" +
                     percent_encode(other->identity.name) + "/predict.";
    return;
  }
}

Outcome<Response> score(const Scoring& scoring, const Served& model, const Request& request) {
  const auto explain = asks_to_explain(request);
  if (!explain) return tl::unexpected<Error>(explain.error());
  const auto document = parse_json(request.body);
  if (!document) return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, document.error()));
  const auto row = read_scoring_row(model->model.contract, *document);
  if (!row) {
    auto error = faults_error(ErrorCode::kInvalidRow, row.error());
    add_better_route(error, scoring.models.served, *model, *document);
    return tl::unexpected<Error>(std::move(error));
  }
  auto answer = answer_row(*model, *row, *explain);
  scoring.predicted({model, *row, answer.probabilities, request});
  return json_response(std::move(answer.json));
}

Route scoring_route(std::string pattern, Role role, Handler handler) {
  Route route(Method::kPost, std::move(pattern), role, Accepts::kJson, std::move(handler));
  route.cross_origin = role == Role::kPublic;
  return route;
}

}  // namespace

Outcome<bool> asks_to_explain(const Request& request) {
  bool explain = false;
  for (const auto& [name, value] : request.query) {
    if (name != "explain") {
      return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue,
                                                Fault{.code = FaultCode::kUnknownField, .field = name}));
    }
    if (value != "0" && value != "1") {
      return tl::unexpected<Error>(faults_error(
          ErrorCode::kInvalidParameterValue,
          Fault{.code = FaultCode::kOutOfRange, .field = name, .value = value, .expected = "0 to 1"}));
    }
    explain = value == "1";
  }
  return explain;
}

std::string served_contract_json(const Contract& contract) {
  auto document = contract_json(contract).as_object();
  document.emplace_back("response", answer_schema(contract));
  return write_json(document);
}

std::vector<Route> scoring_routes(const Scoring& scoring) {
  const auto predict = [scoring](const Request& request) -> Outcome<Response> {
    const auto model = find_model(scoring.models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return score(scoring, *model, request);
  };
  const auto contract = [models = scoring.models](const Request& request) -> Outcome<Response> {
    const auto model = find_model(models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return json_response(served_contract_json((*model)->model.contract));
  };
  Route tell(Method::kGet, "/contract", Role::kPublic, Accepts::kNoBody, contract);
  tell.cross_origin = true;
  return {scoring_route("/predict", Role::kPublic, predict),
          scoring_route("/models/{name}/predict", Role::kPublic, predict),
          scoring_route("/models/{name}/production/predict", Role::kPublic, predict),
          scoring_route("/models/{name}/{version}/predict", Role::kViewer, predict), std::move(tell)};
}

}  // namespace shohin
