#include "mlflow/json_text.h"
#include "tracking/artifact_response.h"
#include "tracking/routes.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

constexpr std::uint64_t kUploadBytes = 10ULL << 20;

std::string query_text(const Request& request, std::string_view name) {
  return std::string(request.query_value(name).value_or(""));
}

std::string run_of(const Request& request) {
  auto run_id = query_text(request, "run_id");
  return run_id.empty() ? query_text(request, "run_uuid") : run_id;
}

std::string summary_json(const DatasetSummary& summary) {
  return JsonText()
      .text("experiment_id", std::to_string(summary.experiment_id))
      .text("name", summary.name)
      .text("digest", summary.digest)
      .text("context", summary.context)
      .str();
}

void add_json(MlflowRoutes& routes, TrackingService& tracking) {
  routes.page_get("/metrics/get-history-bulk",
                  {"Read all points of a metric of several runs", {maybe(list("metrics", metric_schema()))}},
                  [&](const MlflowCall& call) {
                    const BulkHistoryQuery query{call.message.texts("run_id"),
                                                 call.message.required_text("metric_key"),
                                                 call.message.integer("max_results").value_or(25'000)};
                    return call.then([&]() -> Outcome<std::string> {
                      const auto metrics = tracking.runs.bulk_history(query);
                      if (!metrics) return tl::unexpected(metrics.error());
                      return JsonText().list("metrics", *metrics, metric_json).str();
                    });
                  });
  routes.page_search(
      "/experiments/search-datasets",
      {"List the data sets that experiments used",
       {maybe(list("dataset_summaries", object("", {text("experiment_id"), text("name"), text("digest"),
                                                    maybe(text("context"))})))}},
      [&](const MlflowCall& call) {
        const auto ids = call.message.texts("experiment_ids");
        return call.then([&]() -> Outcome<std::string> {
          const auto found = tracking.experiments.datasets_of(ids);
          if (!found) return tl::unexpected(found.error());
          return JsonText().list("dataset_summaries", *found, summary_json).str();
        });
      });
}

void add_files(MlflowRoutes& routes, Artifacts& artifacts) {
  routes.add_plain(Route(Method::kGet, "/get-artifact", Role::kViewer, Accepts::kNoBody,
                         [&artifacts](const Request& request) -> Outcome<Response> {
                           const auto file =
                               artifacts.get_of_run(run_of(request), query_text(request, "path"));
                           if (!file) return tl::unexpected(file.error());
                           return artifact_response(*file);
                         },
                         {.summary = "Download an artifact of a run",
                          .query = {text("run_id"), maybe(text("run_uuid")), text("path")},
                          .answer = file_answer("*/*"),
                          .errors = {404}}));
  Route upload(Method::kPost, "/ajax-api/2.0/mlflow/upload-artifact", Role::kStaff, Accepts::kStream,
               [&artifacts](const Request& request) -> Outcome<Response> {
                 auto kept = artifacts.put_of_run(run_of(request), query_text(request, "path"), kUploadBytes,
                                                  request.read_body);
                 if (!kept) return tl::unexpected(kept.error());
                 return json_response("{}");
               },
               {.summary = "Upload an artifact of a run",
                .query = {text("run_id"), maybe(text("run_uuid")), text("path")},
                .content_types = {"application/octet-stream"},
                .answer = answer_of(object("", {})),
                .errors = {404}});
  upload.body_limit = kUploadBytes;
  routes.add_plain(std::move(upload));
}

}  // namespace

void add_page_routes(MlflowRoutes& routes, TrackingService& tracking) {
  add_json(routes, tracking);
  add_files(routes, tracking.artifacts);
}

}  // namespace shohin
