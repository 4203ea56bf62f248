#include "serving/scoring_routes.h"

#include "error/fault_text.h"
#include "http/url.h"
#include "serving/answer.h"

namespace shohin {
namespace {

using Served = std::shared_ptr<const ServedModel>;

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

Outcome<Response> score(const Scoring& scoring, const ServedModel& model, const Request& request) {
  const auto document = parse_json(request.body);
  if (!document) return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, document.error()));
  const auto row = read_scoring_row(model.model.contract, *document);
  if (!row) {
    auto error = faults_error(ErrorCode::kInvalidRow, row.error());
    add_better_route(error, scoring.models, model, *document);
    return tl::unexpected<Error>(std::move(error));
  }
  auto answer = answer_row(model, *row, request.query_value("explain") == "1");
  scoring.predicted(model.identity.name, model.model.contract.classes[answer.class_index].name,
                    answer.confidence);
  return json_response(std::move(answer.json));
}

Route scoring_route(std::string pattern, Handler handler) {
  Route route(Method::kPost, std::move(pattern), Role::kPublic, Accepts::kJson, std::move(handler));
  route.cross_origin = true;
  return route;
}

}  // namespace

Outcome<Served> find_served(const ServedModels& models, const std::string& name,
                            const std::string& default_model) {
  if (auto model = models.find(name)) return model;
  if (name == default_model) {
    return refuse(
        ErrorCode::kTemporarilyUnavailable,
        "No version of '" + name +
            "' is in production yet. Train one in the Studio, register it and set the alias 'production' on "
            "it, or start the server with --examples on and an empty data directory.");
  }
  std::string served;
  for (const auto& model : models.all()) served += (served.empty() ? "" : ", ") + model->identity.name;
  return refuse(ErrorCode::kResourceDoesNotExist,
                "No version of '" + name +
                    "' is in production. Served now: " + (served.empty() ? "nothing" : served) + ".");
}

std::string served_contract_json(const Contract& contract) {
  auto document = contract_json(contract).as_object();
  document.emplace_back("response", answer_schema(contract));
  return write_json(document);
}

std::vector<Route> scoring_routes(const Scoring& scoring) {
  const auto predict = [scoring](const Request& request) -> Outcome<Response> {
    const auto& name = request.parameters.empty() ? scoring.default_model : request.parameters[0];
    const auto model = find_served(scoring.models, name, scoring.default_model);
    if (!model) return tl::unexpected<Error>(model.error());
    return score(scoring, **model, request);
  };
  const auto contract = [scoring](const Request&) -> Outcome<Response> {
    const auto model = find_served(scoring.models, scoring.default_model, scoring.default_model);
    if (!model) return tl::unexpected<Error>(model.error());
    return json_response(served_contract_json((*model)->model.contract));
  };
  Route tell(Method::kGet, "/contract", Role::kPublic, Accepts::kNoBody, contract);
  tell.cross_origin = true;
  return {scoring_route("/predict", predict), scoring_route("/models/{name}/predict", predict),
          std::move(tell)};
}

}  // namespace shohin
