#include "contract/limits.h"
#include "mlflow/json_text.h"
#include "tracking/artifact_response.h"
#include "tracking/routes.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

constexpr const char* kFiles = "/api/2.0/mlflow-artifacts/artifacts";
constexpr const char* kFile = "/api/2.0/mlflow-artifacts/artifacts/{path...}";

Outcome<Response> respond(const Outcome<std::string>& json) {
  if (!json) return tl::unexpected(json.error());
  return json_response(*json);
}

Outcome<Response> put(Artifacts& artifacts, const Request& request) {
  auto kept = artifacts.put(request.parameters[0], Limits::kArtifactBytes, request.read_body);
  if (!kept) return tl::unexpected(kept.error());
  return Response{200, "text/plain", {}, ""};
}

Outcome<Response> list_files(Artifacts& artifacts, const Request& request) {
  const auto entries = artifacts.list(std::string(request.query_value("path").value_or("")));
  if (!entries) return tl::unexpected(entries.error());
  return json_response(JsonText().list("files", *entries, artifact_entry_json).str());
}

Outcome<Response> get(Artifacts& artifacts, const Request& request) {
  const auto file = artifacts.get(request.parameters[0]);
  if (!file) return tl::unexpected(file.error());
  return artifact_response(*file);
}

Outcome<std::string> answer(const Outcome<ArtifactListing>& listing) {
  if (!listing) return tl::unexpected(listing.error());
  return JsonText()
      .text("root_uri", listing->root_uri)
      .list("files", listing->entries, artifact_entry_json)
      .str();
}

// What clients ask for only when server-info says that it is there.
void add_refused(MlflowRoutes& routes) {
  const Handler refusal = [](const Request&) -> Outcome<Response> {
    return refuse(ErrorCode::kNotImplemented,
                  "This server takes artifacts whole: multipart and presigned transfers are not available.");
  };
  for (const auto* action : {"create", "complete", "abort"}) {
    routes.add_raw(Route(Method::kPost, "/api/2.0/mlflow-artifacts/mpu/" + std::string(action) + "/{path...}",
                         Role::kStaff, Accepts::kAny, refusal));
  }
  routes.add_raw(Route(Method::kGet, "/api/2.0/mlflow-artifacts/presigned/{path...}", Role::kViewer,
                       Accepts::kNoBody, refusal));
  const auto proxied = [](const MlflowCall& call) {
    return call.then([]() -> Outcome<std::string> {
      return refuse(ErrorCode::kInvalidParameterValue,
                    "Artifacts pass through this server: there are no presigned URLs.");
    });
  };
  routes.post("/artifacts/presigned-upload-url", {}, proxied);
  routes.post("/artifacts/presigned-download-url", {}, proxied);
}

}  // namespace

void add_artifact_routes(MlflowRoutes& routes, Artifacts& artifacts) {
  Route upload(Method::kPut, kFile, Role::kStaff, Accepts::kStream,
               [&artifacts](const Request& request) { return put(artifacts, request); },
               {.summary = "Upload an artifact",
                .content_types = {"application/octet-stream"},
                .answer = {.content_type = "text/plain"}});
  upload.body_limit = Limits::kArtifactBytes;
  routes.add_raw(std::move(upload));
  routes.add_raw(Route(Method::kGet, kFile, Role::kViewer, Accepts::kNoBody,
                       [&artifacts](const Request& request) { return get(artifacts, request); },
                       {.summary = "Download an artifact", .answer = file_answer("*/*")}));
  routes.add_raw(Route(Method::kGet, kFiles, Role::kViewer, Accepts::kNoBody,
                       [&artifacts](const Request& request) { return list_files(artifacts, request); },
                       {.summary = "List artifacts below a path",
                        .query = {maybe(text("path"))},
                        .answer = json_answer({maybe(list("files", artifact_entry_schema()))})}));
  routes.add_raw(
      Route(Method::kDelete, kFile, Role::kStaff, Accepts::kAny,
            [&artifacts](const Request& request) {
              return respond(empty_answer(artifacts.remove(request.parameters[0])));
            },
            {.summary = "Remove an artifact, or a folder of them", .answer = answer_of(object("", {}))}));
  routes.get("/artifacts/list",
             {"List artifacts of a run", {text("root_uri"), maybe(list("files", artifact_entry_schema()))}},
             [&artifacts](const MlflowCall& call) {
               const auto run_id = read_run_id(call.message);
               const auto path = call.message.text_or_empty("path");
               return call.then([&] { return answer(artifacts.list_of_run(run_id, path)); });
             });
  routes.get(
      "/logged-models/{model_id}/artifacts/directories",
      {"List artifacts of a logged model", {text("root_uri"), maybe(list("files", artifact_entry_schema()))}},
      [&artifacts](const MlflowCall& call) {
        const auto path = call.message.text_or_empty("artifact_directory_path");
        return call.then([&] { return answer(artifacts.list_of_model(call.parameters[0], path)); });
      });
  add_refused(routes);
}

}  // namespace shohin
