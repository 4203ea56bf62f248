#include "serving/prediction_routes.h"

#include <algorithm>

#include "error/fault_text.h"
#include "text/json.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostResults = 1000;

tl::unexpected<Error> bad(Fault fault) {
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(fault)));
}

Outcome<std::int64_t> read_whole(const std::string& name, const std::string& value, std::int64_t most) {
  const auto number = parse_number(value);
  const bool good = number && *number >= 1 && *number <= static_cast<double>(most) &&
                    *number == static_cast<double>(static_cast<std::int64_t>(*number));
  if (good) return static_cast<std::int64_t>(*number);
  return bad({.code = FaultCode::kOutOfRange,
              .field = name,
              .value = value,
              .expected = "1 to " + std::to_string(most)});
}

Outcome<PredictionQuery> read_query(const Request& request) {
  PredictionQuery query;
  for (const auto& [name, value] : request.query) {
    if (name == "model") {
      query.model = value;
    } else if (name == "version") {
      query.version = value;
    } else if (name == "class") {
      query.predicted_class = value;
    } else if (name == "before" || name == "max_results") {
      const auto number = read_whole(name, value, name == "before" ? 1LL << 53 : kMostResults);
      if (!number) return tl::unexpected<Error>(number.error());
      if (name == "before") query.before_id = *number;
      if (name == "max_results") query.limit = *number;
    } else {
      return bad({.code = FaultCode::kUnknownField, .field = name});
    }
  }
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
    if (!query) return tl::unexpected<Error>(query.error());
    const auto rows = log.newest(*query);
    if (!rows) return tl::unexpected<Error>(rows.error());
    JsonArray found;
    for (const auto& row : *rows) found.push_back(row_json(row));
    JsonObject answer = {{"predictions", std::move(found)}};
    if (static_cast<std::int64_t>(rows->size()) == query->limit) answer.emplace_back("next", rows->back().id);
    return json_response(write_json(answer));
  };
  Route route(Method::kGet, "/api/shohin/v1/predictions", Role::kStaff, Accepts::kNoBody, list);
  route.scope = Scope::kRead;
  return {std::move(route)};
}

}  // namespace shohin
