#include "serving/scoring_routes.h"

#include "error/fault_text.h"
#include "http/url.h"
#include "serving/answer.h"

namespace shohin {
namespace {

constexpr const char* kScoringExample =
    R"({"features": {"leaf_length": 2.1, "leaf_width": 1.8, "branch_thickness": 5.5, "height": 25.3}})";

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
  const auto document = parse_json(request.body);
  if (!document) return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, document.error()));
  const auto row = read_scoring_row(model->model.contract, *document);
  if (!row) {
    auto error = faults_error(ErrorCode::kInvalidRow, row.error());
    add_better_route(error, scoring.models.served, *model, *document);
    return tl::unexpected<Error>(std::move(error));
  }
  auto answer = answer_row(*model, *row, asks_to_explain(request));
  scoring.predicted({model, *row, answer.probabilities, request});
  return json_response(std::move(answer.json));
}

Route scoring_route(std::string pattern, Role role, Handler handler) {
  Route route(Method::kPost, std::move(pattern), role, Accepts::kJson, std::move(handler),
              {.summary = "Score one row, given by name or in the contract's order",
               .query = {explain_field()},
               .content_types = {"application/json"},
               .example = kScoringExample,
               .answer = answer_of(answer_schema()),
               .errors = {422, 503},
               .strict = true});
  route.cross_origin = role == Role::kPublic;
  return route;
}

}  // namespace

bool asks_to_explain(const Request& request) { return request.query_value("explain") == "1"; }

Field explain_field() { return maybe(choice("explain", {"0", "1"})); }

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
  Route tell(Method::kGet, "/contract", Role::kPublic, Accepts::kNoBody, contract,
             {.summary = "Tell what the default model takes and answers", .errors = {503}, .strict = true});
  tell.cross_origin = true;
  return {scoring_route("/predict", Role::kPublic, predict),
          scoring_route("/models/{name}/predict", Role::kPublic, predict),
          scoring_route("/models/{name}/production/predict", Role::kPublic, predict),
          scoring_route("/models/{name}/{version}/predict", Role::kViewer, predict), std::move(tell)};
}

}  // namespace shohin
