#include "serving/invocation_routes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "error/fault_text.h"
#include "http/gate.h"
#include "serving/frame.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr const char* kInvocationExample = R"({"dataframe_split": {
  "columns": ["leaf_length", "leaf_width", "branch_thickness", "height"], "data": [[2.1, 1.8, 5.5, 25.3]]}})";

Response plain_refusal(std::string text) {
  Response response;
  response.status = 415;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

Response refusal(const FrameFault& fault, const Request& request) {
  JsonObject body = {{"error_code", fault.breaks_schema ? "INVALID_PARAMETER_VALUE" : "BAD_REQUEST"},
                     {"message", fault.message}};
  if (fault.breaks_schema) {
    body.emplace_back("sqlstate", "KAM01");
    body.emplace_back("error_class", "SCHEMA_ENFORCEMENT_FAILED");
  }
  body.emplace_back("request_id", request.request_id);
  auto response = json_response(write_json(body));
  response.status = 400;
  return response;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Why that content type is not taken; nothing when it is.
std::optional<std::string> type_fault(std::string_view content_type) {
  auto rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto part = trimmed(rest.substr(0, rest.find(';')));
    rest = rest.substr(std::min(rest.find(';'), rest.size()));
    const auto name = part.substr(0, part.find('='));
    if (name != "charset") return "Unrecognized content type parameters: " + std::string(name);
    if (media_type(part.substr(std::min(part.find('=') + 1, part.size()))) != "utf-8") {
      return "The scoring server only supports UTF-8";
    }
  }
  const auto type = media_type(content_type);
  if (type == "application/json" || type == "text/csv") return std::nullopt;
  return "This predictor only supports the following content types: text/csv, application/json. Got '" +
         std::string(content_type) + "'.";
}

// Python's JSON has bare NaN and infinities, and MLflow's client sends them: NaN is what is missing, the
// others are no measurement and become texts, which no feature takes.
std::string standard_json(std::string_view text) {
  std::string standard;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (quoted ||
        (!rest.starts_with("NaN") && !rest.starts_with("Infinity") && !rest.starts_with("-Infinity"))) {
      if (text[i] == '"') quoted = !quoted;
      standard += text[i];
      if (quoted && text[i] == '\\' && i + 1 < text.size()) standard += text[++i];
    } else if (text[i] == 'N') {
      standard += "null";
      i += 2;
    } else {
      standard += "\"Infinity\"";
      i += text[i] == '-' ? 8 : 7;
    }
  }
  return standard;
}

FrameResult<std::vector<float>> read_rows(const Request& request, const Contract& contract) {
  const auto rows_of = [&](const FrameResult<Frame>& frame) -> FrameResult<std::vector<float>> {
    if (!frame) return tl::unexpected<FrameFault>(frame.error());
    return frame_rows(*frame, contract);
  };
  if (media_type(request.header("content-type")) == "text/csv") return rows_of(read_csv_frame(request.body));
  const bool has_bare =
      request.body.find("NaN") != std::string::npos || request.body.find("Infinity") != std::string::npos;
  const auto document = has_bare ? parse_json(standard_json(request.body)) : parse_json(request.body);
  if (!document) {
    return tl::unexpected<FrameFault>(FrameFault{
        false, "Ensure that input is a valid JSON formatted string: " + english(document.error().first())});
  }
  return rows_of(read_frame(*document));
}

std::string predictions_json(const ServedModel& model, std::span<const float> probabilities) {
  const auto classes = model.class_json.size();
  std::vector<std::string> names;
  for (const auto& one : model.model.contract.classes) names.push_back(write_json(Json("p_" + one.name)));
  std::string json = "{\"predictions\": [";
  for (std::size_t first = 0; first < probabilities.size(); first += classes) {
    const auto row = probabilities.subspan(first, classes);
    const auto best = best_class(row);
    if (first > 0) json += ", ";
    json += "{\"prediction\": " + model.class_json[best] + ", \"confidence\": " + print_number(row[best]);
    for (std::size_t c = 0; c < classes; ++c) json += ", " + names[c] + ": " + print_number(row[c]);
    json += '}';
  }
  return json + "]}";
}

Outcome<Response> invoke(const Scoring& scoring, const Request& request) {
  if (auto fault = type_fault(request.header("content-type"))) return plain_refusal(std::move(*fault));
  const auto model = find_model(scoring.models, request);
  if (!model) return tl::unexpected<Error>(model.error());
  const auto rows = read_rows(request, (*model)->model.contract);
  if (!rows) return refusal(rows.error(), request);
  return json_response(predictions_json(**model, score_rows(scoring, *model, *rows, request)));
}

}  // namespace

std::vector<Route> invocation_routes(const Scoring& scoring) {
  std::vector<Route> routes;
  const auto add = [&](const char* pattern, Role role) {
    routes.emplace_back(
        Method::kPost, pattern, role, Accepts::kAny,
        [scoring](const Request& request) { return invoke(scoring, request); },
        Operation{.summary = "Score rows as MLflow's scoring server does",
                  .content_types = {"application/json", "text/csv"},
                  .example = kInvocationExample,
                  .answer = json_answer({list("predictions", any(""))}),
                  .also = {{.status = 415, .content_type = "text/plain"}},
                  .errors = {503}});
    routes.back().cross_origin = role == Role::kPublic;
    routes.back().errors = ErrorShape::kMlflow;
  };
  add("/invocations", Role::kPublic);
  add("/models/{name}/invocations", Role::kPublic);
  add("/models/{name}/{version}/invocations", Role::kViewer);
  return routes;
}

}  // namespace shohin
