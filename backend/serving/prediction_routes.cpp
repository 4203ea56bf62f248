#include "serving/prediction_routes.h"

#include "http/strict_request.h"
#include "text/json.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostResults = 1000;

PredictionQuery read_query(const Request& request) {
  PredictionQuery query;
  query.model = query_text(request, "model");
  query.version = query_text(request, "version");
  query.predicted_class = query_text(request, "class");
  query.before_id = query_number(request, "before");
  query.limit = query_number(request, "max_results").value_or(query.limit);
  return query;
}

Json row_json(const PredictionRow& row) {
  JsonObject json = {{"id", row.id},
                     {"time_ms", row.time_ms},
                     {"request_id", row.request_id},
                     {"model", row.model},
                     {"version", row.version},
                     {"class", row.predicted_class},
                     {"confidence", row.confidence},
                     {"milliseconds", row.milliseconds}};
  if (row.inputs) {
    if (auto inputs = parse_json(*row.inputs)) json.emplace_back("inputs", std::move(*inputs));
  }
  return json;
}

}  // namespace

std::vector<Route> prediction_routes(PredictionLog& log) {
  const auto list = [&log](const Request& request) -> Outcome<Response> {
    const auto query = read_query(request);
    const auto rows = log.newest(query);
    if (!rows) return tl::unexpected<Error>(rows.error());
    JsonArray found;
    for (const auto& row : *rows) found.push_back(row_json(row));
    JsonObject answer = {{"predictions", std::move(found)}};
    if (static_cast<std::int64_t>(rows->size()) == query.limit) answer.emplace_back("next", rows->back().id);
    return json_response(write_json(answer));
  };
  const auto prediction =
      object("", {integer("id"), integer("time_ms"), text("request_id"), text("model"), text("version"),
                  text("class"), number("confidence"), number("milliseconds"), maybe(any("inputs"))});
  Route route(
      Method::kGet, "/api/shohin/v1/predictions", Role::kStaff, Accepts::kNoBody, list,
      {.summary = "Read the log of predictions, newest first",
       .query = {maybe(text("model")), maybe(text("version")), maybe(text("class")),
                 maybe(integer("before", 1, 1LL << 53)), maybe(integer("max_results", 1, kMostResults))},
       .answer = json_answer(
           {shohin::list("predictions", component("LoggedPrediction", prediction)), maybe(integer("next"))}),
       .strict = true});
  route.scope = Scope::kRead;
  return {std::move(route)};
}

}  // namespace shohin
