#include "tracking/routes.h"

#include "mlflow/json_text.h"

namespace shohin {
namespace {

Outcome<Response> server_info(const Request&) {
  return json_response(JsonText()
                           .text("store_type", std::string_view("SqlStore"))
                           .flag("workspaces_enabled", false)
                           .flag("trace_archival_enabled", false)
                           .flag("multipart_uploads_enabled", false)
                           .flag("multipart_downloads_enabled", false)
                           .flag("presigned_upload_run_id_supported", false)
                           .flag("presigned_upload_model_id_supported", false)
                           .json("features_enabled", "{}")
                           .str());
}

// 501 is what makes MLflow's clients warn once and go on; 404 or 500 would make them try for minutes.
void add_refused(MlflowRoutes& routes) {
  const Handler refusal = [](const Request&) -> Outcome<Response> {
    return refuse(
        ErrorCode::kNotImplemented,
        "This server keeps no traces, webhooks or other parts of MLflow beyond tracking and registry.");
  };
  constexpr Method kMethods[] = {Method::kGet, Method::kPost, Method::kPut, Method::kPatch, Method::kDelete};
  for (const auto method : kMethods) {
    const auto accepts = method == Method::kGet ? Accepts::kNoBody : Accepts::kAny;
    for (const auto* pattern :
         {"/api/3.0/mlflow/{path...}", "/api/2.0/mlflow/webhooks", "/api/2.0/mlflow/webhooks/{path...}"}) {
      routes.add_raw(Route(method, pattern, Role::kViewer, accepts, refusal));
    }
  }
  for (const auto* pattern : {"/v1/traces", "/graphql"}) {
    routes.add_plain(Route(Method::kPost, pattern, Role::kViewer, Accepts::kAny, refusal));
  }
}

}  // namespace

std::vector<Route> tracking_routes(TrackingService& tracking) {
  MlflowRoutes routes;
  // Clients ask it before they sign in, and everything else is off whoever asks.
  routes.add_raw(Route(
      Method::kGet, "/api/3.0/mlflow/server-info", Role::kPublic, Accepts::kNoBody, server_info,
      {.summary = "Tell MLflow's client which extensions are on",
       .answer = json_answer({text("store_type"), flag("workspaces_enabled"), flag("trace_archival_enabled"),
                              flag("multipart_uploads_enabled"), flag("multipart_downloads_enabled"),
                              flag("presigned_upload_run_id_supported"),
                              flag("presigned_upload_model_id_supported"), any("features_enabled")})}));
  add_experiment_routes(routes, tracking.experiments);
  add_run_routes(routes, tracking.runs);
  add_logged_model_routes(routes, tracking.logged_models);
  add_artifact_routes(routes, tracking.artifacts);
  add_page_routes(routes, tracking);
  add_refused(routes);
  return routes.take();
}

}  // namespace shohin
