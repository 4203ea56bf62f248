#include "serving/inference_routes.h"

#include <algorithm>
#include <optional>

#include "http/gate.h"
#include "serving/inference.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr const char* kInferenceExample = R"({"inputs": [
  {"name": "leaf_length", "datatype": "FP32", "shape": [1], "data": [2.1]},
  {"name": "leaf_width", "datatype": "FP32", "shape": [1], "data": [1.8]},
  {"name": "branch_thickness", "datatype": "FP32", "shape": [1], "data": [5.5]},
  {"name": "height", "datatype": "FP32", "shape": [1], "data": [25.3]}]})";

constexpr std::string_view kJsonLength = "Inference-Header-Content-Length";

// How many bytes of the body are JSON: all, unless the binary extension says so.
Outcome<std::size_t> json_bytes(const Request& request) {
  const auto text = request.header("inference-header-content-length");
  const auto type = media_type(request.header("content-type"));
  if (text.empty() && !type.empty() && type != "application/json") {
    return refuse(ErrorCode::kUnsupportedMediaType, "Send the body with Content-Type: application/json.");
  }
  if (text.empty()) return std::string_view::npos;
  if (!is_digits(text) || text.size() > 9) {
    return refuse(ErrorCode::kBadRequest, std::string(kJsonLength) + " must be a number.");
  }
  return static_cast<std::size_t>(std::stoul(std::string(text)));
}

Outcome<Response> infer(const Scoring& scoring, const Request& request) {
  const auto model = find_model(scoring.models, request);
  if (!model) return tl::unexpected<Error>(model.error());
  const auto length = json_bytes(request);
  if (!length) return tl::unexpected<Error>(length.error());
  const auto asked = read_inference(request.body, *length);
  if (!asked) return tl::unexpected<Error>(asked.error());
  const auto rows = inference_rows(*asked, (*model)->model.contract);
  if (!rows) return tl::unexpected<Error>(rows.error());
  auto answer = inference_answer(**model, *asked, score_rows(scoring, *model, *rows, request));
  auto response = json_response(std::move(answer.body));
  if (answer.json_bytes != 0) {
    response.content_type = "application/octet-stream";
    response.headers.emplace_back(kJsonLength, std::to_string(answer.json_bytes));
  }
  return response;
}

Field tensor_schema() {
  return object("", {text("name"), text("datatype"), list("shape", integer("", -1, INT64_MAX))});
}

Field metadata_schema() {
  return component("InferenceModel",
                   object("", {text("name"), list("versions", text("")), text("platform"),
                               list("inputs", tensor_schema()), list("outputs", tensor_schema())}));
}

Field inference_schema() {
  auto output = tensor_schema();
  output.fields.push_back(maybe(list("data", any(""))));
  output.fields.push_back(maybe(any("parameters")));
  return component("Inference", object("", {text("model_name"), text("model_version"), maybe(text("id")),
                                            list("outputs", output)}));
}

Response readiness(bool ready, JsonObject body) {
  body.emplace_back("ready", ready);
  auto response = json_response(write_json(body));
  response.status = ready ? 200 : 503;
  return response;
}

Handler about_server(const Inference& inference) {
  return [version = inference.version](const Request&) -> Outcome<Response> {
    return json_response(write_json(JsonObject{
        {"name", "shohin"}, {"version", version}, {"extensions", JsonArray{"binary_tensor_data"}}}));
  };
}

Handler about_model(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    const auto model = find_model(models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return json_response(inference_metadata(**model));
  };
}

// A model that is loaded, or can be, is ready.
Handler model_ready(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    const auto model = find_model(models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return readiness(true, {{"name", (*model)->identity.name}});
  };
}

}  // namespace

std::vector<Route> inference_routes(const Inference& inference) {
  std::vector<Route> routes;
  const auto add = [&](Method method, const std::string& pattern, Role role, Handler handler,
                       Operation operation) {
    const auto accepts = method == Method::kGet ? Accepts::kNoBody : Accepts::kAny;
    routes.emplace_back(method, pattern, role, accepts, std::move(handler), std::move(operation));
    routes.back().errors = ErrorShape::kInference;
    routes.back().cross_origin = role == Role::kPublic;
  };
  const auto add_model = [&](const std::string& pattern, Role role) {
    add(Method::kGet, pattern, role, about_model(inference.scoring.models),
        {.summary = "Tell a model's inputs and outputs",
         .answer = answer_of(metadata_schema()),
         .errors = {503}});
    add(Method::kGet, pattern + "/ready", role, model_ready(inference.scoring.models),
        {.summary = "Tell whether a model is ready",
         .answer = json_answer({text("name"), flag("ready")}),
         .errors = {503}});
    add(Method::kPost, pattern + "/infer", role,
        [scoring = inference.scoring](const Request& request) { return infer(scoring, request); },
        {.summary = "Score tensors",
         .content_types = {"application/json", "application/octet-stream"},
         .example = kInferenceExample,
         .answer = answer_of(inference_schema()),
         .errors = {415, 503}});
  };
  add(Method::kGet, "/v2", Role::kPublic, about_server(inference),
      {.summary = "Tell the server's name, version and extensions",
       .answer = json_answer({text("name"), text("version"), list("extensions", text(""))})});
  add(Method::kGet, "/v2/health/live", Role::kPublic,
      [](const Request&) -> Outcome<Response> { return json_response(R"({"live":true})"); },
      {.summary = "Tell whether the server lives", .answer = json_answer({flag("live")})});
  add(Method::kGet, "/v2/health/ready", Role::kPublic,
      [ready = inference.ready](const Request&) -> Outcome<Response> { return readiness(ready(), {}); },
      {.summary = "Tell whether the server is ready",
       .answer = json_answer({flag("ready")}),
       .also = {{.status = 503, .body = object("", {flag("ready")})}}});
  add_model("/v2/models/{name}", Role::kPublic);
  add_model("/v2/models/{name}/versions/{version}", Role::kViewer);
  return routes;
}

}  // namespace shohin
