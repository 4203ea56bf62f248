#include "mlflow/json_text.h"
#include "tracking/routes.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

Outcome<std::string> answer(const Outcome<Run>& run) {
  if (!run) return tl::unexpected(run.error());
  return JsonText().json("run", run_json(*run)).str();
}

template <class Item>
Outcome<std::string> answer(std::string_view name, const Outcome<Paged<Item>>& page,
                            std::string (*write)(const Item&)) {
  if (!page) return tl::unexpected(page.error());
  JsonText json;
  json.list(name, json_of_each(page->items, write));
  if (!page->next_page_token.empty()) json.text("next_page_token", page->next_page_token);
  return json.str();
}

void add_life(MlflowRoutes& routes, Runs& runs) {
  routes.post("/runs/create", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto& message = call.message;
    const NewRun run{message.required_text("experiment_id"), message.text_or_empty("user_id"),
                     message.text_or_empty("run_name"), message.integer("start_time"),
                     message.key_values("tags")};
    if (message.failed()) return message.fault();
    return answer(runs.create(run));
  });
  routes.get("/runs/get", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    if (call.message.failed()) return call.message.fault();
    return answer(runs.get(run_id));
  });
  routes.post("/runs/update", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const RunChange change{read_run_status(call.message), call.message.integer("end_time"),
                           call.message.text_or_empty("run_name")};
    if (call.message.failed()) return call.message.fault();
    const auto info = runs.update(run_id, change);
    if (!info) return tl::unexpected(info.error());
    return JsonText().json("run_info", run_info_json(*info)).str();
  });
  routes.post("/runs/delete", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.remove(run_id));
  });
  routes.post("/runs/restore", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.restore(run_id));
  });
}

void add_logging(MlflowRoutes& routes, Runs& runs) {
  routes.post("/runs/log-metric", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{{read_metric(call.message)}, {}, {}};
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log(run_id, batch));
  });
  const auto log_parameter = [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{{}, {{call.message.required_text("key"), call.message.text_or_empty("value")}}, {}};
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log(run_id, batch));
  };
  routes.post("/runs/log-parameter", log_parameter);
  routes.post("/runs/set-tag", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{{}, {}, {{call.message.required_text("key"), call.message.text_or_empty("value")}}};
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log(run_id, batch));
  });
  routes.post("/runs/delete-tag", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const auto key = call.message.required_text("key");
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.delete_tag(run_id, key));
  });
  routes.post("/runs/log-batch", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const RunBatch batch{read_metrics(call.message), call.message.key_values("params"),
                         call.message.key_values("tags")};
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log_batch(run_id, batch));
  });
}

void add_data_and_models(MlflowRoutes& routes, Runs& runs) {
  routes.post("/runs/log-inputs", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    std::vector<DatasetInput> datasets;
    for (const auto& item : call.message.objects("datasets")) datasets.push_back(read_dataset_input(item));
    std::vector<std::string> models;
    for (const auto& item : call.message.objects("models")) models.push_back(item.required_text("model_id"));
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log_inputs(run_id, datasets, models));
  });
  routes.post("/runs/outputs", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    std::vector<ModelOutput> outputs;
    for (const auto& item : call.message.objects("models")) {
      outputs.push_back({item.required_text("model_id"), item.integer("step").value_or(0)});
    }
    if (!call.message.has("models")) call.message.complain("Missing value for required parameter 'models'.");
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log_outputs(run_id, outputs));
  });
  routes.post("/runs/log-model", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto run_id = read_run_id(call.message);
    const auto model = call.message.required_text("model_json");
    if (call.message.failed()) return call.message.fault();
    return empty_answer(runs.log_model_history(run_id, model));
  });
}

void add_reading(MlflowRoutes& routes, Runs& runs) {
  routes.search("/runs/search", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto& message = call.message;
    const RunQuery query{message.texts("experiment_ids"),
                         message.text_or_empty("filter"),
                         message.texts("order_by"),
                         read_view(message, "run_view_type"),
                         message.integer("max_results").value_or(1000),
                         message.text_or_empty("page_token")};
    if (message.failed()) return message.fault();
    return answer("runs", runs.search(query), run_json);
  });
  routes.get("/metrics/get-history", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const HistoryQuery query{read_run_id(call.message), call.message.required_text("metric_key"),
                             call.message.integer("max_results"), call.message.text_or_empty("page_token")};
    if (call.message.failed()) return call.message.fault();
    auto page = runs.history(query);
    if (!page) return tl::unexpected(page.error());
    for (auto& metric : page->items) metric.run_id.clear();
    return answer("metrics", page, metric_json);
  });
  routes.get("/metrics/get-history-bulk-interval", [&runs](const MlflowCall& call) -> Outcome<std::string> {
    const auto& message = call.message;
    const SampledHistoryQuery query{message.texts("run_ids"), message.required_text("metric_key"),
                                    message.integer("start_step"), message.integer("end_step"),
                                    message.integer("max_results").value_or(320)};
    if (message.failed()) return message.fault();
    const auto metrics = runs.sampled_history(query);
    if (!metrics) return tl::unexpected(metrics.error());
    return JsonText().list("metrics", json_of_each(*metrics, metric_json)).str();
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
