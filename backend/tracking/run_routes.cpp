#include "mlflow/json_text.h"
#include "mlflow/page_json.h"
#include "tracking/routes.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

Outcome<std::string> answer(const Outcome<Run>& run) {
  if (!run) return tl::unexpected(run.error());
  return JsonText().json("run", run_json(*run)).str();
}

void add_life(MlflowRoutes& routes, Runs& runs) {
  routes.post("/runs/create", {"Start a run", {named("run", run_schema())}}, [&runs](const MlflowCall& call) {
    const auto& message = call.message;
    const NewRun run{message.required_text("experiment_id"), message.text_or_empty("user_id"),
                     message.text_or_empty("run_name"), message.integer("start_time"),
                     message.key_values("tags")};
    return call.then([&] { return answer(runs.create(run)); });
  });
  routes.get("/runs/get", {"Tell about a run", {named("run", run_schema())}},
             [&runs](const MlflowCall& call) {
               const auto run_id = read_run_id(call.message);
               return call.then([&] { return answer(runs.get(run_id)); });
             });
  routes.post("/runs/update", {"Change a run's status, end or name", {named("run_info", run_info_schema())}},
              [&runs](const MlflowCall& call) {
                const auto run_id = read_run_id(call.message);
                const RunChange change{read_run_status(call.message), call.message.integer("end_time"),
                                       call.message.text_or_empty("run_name")};
                return call.then([&]() -> Outcome<std::string> {
                  const auto info = runs.update(run_id, change);
                  if (!info) return tl::unexpected(info.error());
                  return JsonText().json("run_info", run_info_json(*info)).str();
                });
              });
  routes.post("/runs/delete", {"Delete a run, restorably"}, [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    return call.then([&] { return empty_answer(runs.remove(run_id)); });
  });
  routes.post("/runs/restore", {"Restore a run"}, [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    return call.then([&] { return empty_answer(runs.restore(run_id)); });
  });
}

void add_logging(MlflowRoutes& routes, Runs& runs) {
  routes.post("/runs/log-metric", {"Log a point of a metric"}, [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{{read_metric(call.message)}, {}, {}};
    return call.then([&] { return empty_answer(runs.log(run_id, batch)); });
  });
  const auto log_parameter = [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{{}, {{call.message.required_text("key"), call.message.text_or_empty("value")}}, {}};
    return call.then([&] { return empty_answer(runs.log(run_id, batch)); });
  };
  routes.post("/runs/log-parameter", {"Log a param"}, log_parameter);
  routes.post("/runs/set-tag", {"Set a tag of a run"}, [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{{}, {}, {{call.message.required_text("key"), call.message.text_or_empty("value")}}};
    return call.then([&] { return empty_answer(runs.log(run_id, batch)); });
  });
  routes.post("/runs/delete-tag", {"Remove a tag of a run"}, [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    const auto key = call.message.required_text("key");
    return call.then([&] { return empty_answer(runs.delete_tag(run_id, key)); });
  });
  routes.post("/runs/log-batch", {"Log metrics, params and tags together, all or none", {}, kBatchBytes},
              [&runs](const MlflowCall& call) {
                const auto run_id = read_run_id(call.message);
                const RunBatch batch{read_metrics(call.message), call.message.key_values("params"),
                                     call.message.key_values("tags")};
                return call.then([&] { return empty_answer(runs.log_batch(run_id, batch)); });
              });
}

void add_data_and_models(MlflowRoutes& routes, Runs& runs) {
  routes.post("/runs/log-inputs", {"Log the data sets and models that a run used", {}, kInputsBytes},
              [&runs](const MlflowCall& call) {
                const auto run_id = read_run_id(call.message);
                std::vector<DatasetInput> datasets;
                for (const auto& item : call.message.objects("datasets"))
                  datasets.push_back(read_dataset_input(item));
                std::vector<std::string> models;
                for (const auto& item : call.message.objects("models"))
                  models.push_back(item.required_text("model_id"));
                return call.then([&] { return empty_answer(runs.log_inputs(run_id, datasets, models)); });
              });
  routes.post("/runs/outputs", {"Log the models that a run made"}, [&runs](const MlflowCall& call) {
    const auto run_id = read_run_id(call.message);
    std::vector<ModelOutput> outputs;
    for (const auto& item : call.message.objects("models")) {
      outputs.push_back({item.required_text("model_id"), item.integer("step").value_or(0)});
    }
    call.message.require("models");
    return call.then([&] { return empty_answer(runs.log_outputs(run_id, outputs)); });
  });
  routes.post("/runs/log-model", {"Log a model as clients before MLflow 3 do"},
              [&runs](const MlflowCall& call) {
                const auto run_id = read_run_id(call.message);
                const auto model = call.message.required_text("model_json");
                return call.then([&] { return empty_answer(runs.log_model_history(run_id, model)); });
              });
}

void add_reading(MlflowRoutes& routes, Runs& runs) {
  routes.search("/runs/search",
                {"Search runs", {maybe(list("runs", run_schema())), maybe(text("next_page_token"))}},
                [&runs](const MlflowCall& call) {
                  const auto& message = call.message;
                  const RunQuery query{message.texts("experiment_ids"),
                                       message.text_or_empty("filter"),
                                       message.texts("order_by"),
                                       read_view(message, "run_view_type"),
                                       message.integer("max_results").value_or(1000),
                                       message.text_or_empty("page_token")};
                  return call.then([&] { return page_json("runs", runs.search(query), run_json); });
                });
  routes.get("/metrics/get-history",
             {"Read all points of a metric",
              {maybe(list("metrics", metric_schema())), maybe(text("next_page_token"))}},
             [&runs](const MlflowCall& call) {
               const HistoryQuery query{read_run_id(call.message), call.message.required_text("metric_key"),
                                        call.message.integer("max_results"),
                                        call.message.text_or_empty("page_token")};
               return call.then([&] { return page_json("metrics", runs.history(query), metric_json); });
             });
  routes.get(
      "/metrics/get-history-bulk-interval",
      {"Read points of a metric of several runs, evenly sampled", {maybe(list("metrics", metric_schema()))}},
      [&runs](const MlflowCall& call) {
        const auto& message = call.message;
        const SampledHistoryQuery query{message.texts("run_ids"), message.required_text("metric_key"),
                                        message.integer("start_step"), message.integer("end_step"),
                                        message.integer("max_results").value_or(320)};
        return call.then([&]() -> Outcome<std::string> {
          const auto metrics = runs.sampled_history(query);
          if (!metrics) return tl::unexpected(metrics.error());
          return JsonText().list("metrics", *metrics, metric_json).str();
        });
      });
}

}  // namespace

void add_run_routes(MlflowRoutes& routes, Runs& runs) {
  add_life(routes, runs);
  add_logging(routes, runs);
  add_data_and_models(routes, runs);
  add_reading(routes, runs);
}

}  // namespace shohin
