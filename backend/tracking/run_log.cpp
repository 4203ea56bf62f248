// What goes into a run: metrics, params, tags, inputs and outputs.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "mlflow/json_depth.h"
#include "store/logged_model_rows.h"
#include "store/run_rows.h"
#include "tracking/names.h"
#include "tracking/runs.h"

namespace shohin {
namespace {

Outcome<void> check_metrics(const std::vector<Metric>& metrics) {
  for (const auto& metric : metrics) {
    if (auto good = check_key("metric", metric.key); !good) return good;
    if (metric.timestamp < 0) {
      return refuse(ErrorCode::kInvalidParameterValue,
                    "Metric '" + metric.key + "' has the timestamp " + std::to_string(metric.timestamp) +
                        ": milliseconds since 1970 are expected, not below 0.");
    }
    if (metric.dataset_name.has_value() != metric.dataset_digest.has_value()) {
      return refuse(
          ErrorCode::kInvalidParameterValue,
          "Both dataset_name and dataset_digest must be given for metric '" + metric.key + "', or none.");
    }
  }
  return {};
}

Outcome<void> check_params(const std::vector<KeyValue>& params) {
  std::set<std::string_view> seen;
  for (const auto& param : params) {
    if (auto good = check_key("parameter", param.key); !good) return good;
    if (!seen.insert(param.key).second) {
      return refuse(ErrorCode::kInvalidParameterValue,
                    "Duplicate parameter keys have been submitted: '" + param.key + "'.");
    }
  }
  return {};
}

Outcome<void> check(const RunBatch& batch) {
  if (auto good = check_metrics(batch.metrics); !good) return good;
  if (auto good = check_params(batch.params); !good) return good;
  for (const auto& tag : batch.tags) {
    if (auto good = check_run_tag_key(tag.key); !good) return good;
  }
  return {};
}

Outcome<void> write_param(Database& database, const RunInfo& run, const KeyValue& given) {
  const KeyValue param{given.key, cut(given.value, kParamCharacters)};
  const auto present = find_param(database, run, param.key);
  if (!present) {
    insert_param(database, run, param);
  } else if (*present != param.value) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "Changing param values is not allowed. Param with key='" + param.key +
                      "' was already logged with value='" + cut(*present, 500) + "' for run ID='" +
                      run.run_id + "'. Attempted logging new value '" + cut(param.value, 500) + "'.");
  }
  return {};
}

Outcome<void> write_metric(Database& database, const RunInfo& run, Metric metric) {
  insert_metric(database, run, metric);
  if (metric.model_id.empty()) return {};
  if (!find_logged_model(database, metric.model_id)) {
    return refuse(ErrorCode::kBadRequest,
                  "Logged model with ID '" + cut(metric.model_id, 100) + "' not found.");
  }
  metric.run_id = run.run_id;
  insert_logged_model_metric(database, metric.model_id, metric);
  return {};
}

Outcome<void> write_tag(Database& database, RunInfo& run, const KeyValue& tag) {
  if (tag.key == "mlflow.runName" && tag.value.empty()) return {};  // a run keeps its name
  set_run_tag(database, run, {tag.key, cut(tag.value, kRunTagCharacters)});
  if (tag.key == "mlflow.runName") {
    run.name = tag.value;
    update_run(database, run);
  }
  return {};
}

Outcome<void> check_dataset(const DatasetInput& input) {
  const auto& dataset = input.dataset;
  const auto limit = [](std::string_view what, const std::string& text, std::size_t most) {
    return check_length("Dataset " + std::string(what), text, most);
  };
  if (dataset.name.empty() || dataset.digest.empty() || dataset.source_type.empty()) {
    return refuse(ErrorCode::kInvalidParameterValue, "A dataset needs a name, a digest and a source_type.");
  }
  if (auto good = limit("name", dataset.name, 500); !good) return good;
  if (auto good = limit("digest", dataset.digest, 36); !good) return good;
  if (auto good = limit("source", dataset.source, 65'535); !good) return good;
  if (auto good = limit("schema", dataset.schema.value_or(""), 1'048'575); !good) return good;
  if (auto good = limit("profile", dataset.profile.value_or(""), 16'777'215); !good) return good;
  for (const auto& tag : input.tags) {
    if (auto good = limit("tag key", tag.key, 255); !good) return good;
    if (auto good = limit("tag value", tag.value, 500); !good) return good;
  }
  return {};
}

}  // namespace

Outcome<void> Runs::log(const std::string& run_id, const RunBatch& batch) {
  if (auto good = check(batch); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    auto run = writable_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    for (const auto& param : batch.params) {
      if (auto done = write_param(database, *run, param); !done) return done;
    }
    for (const auto& metric : batch.metrics) {
      if (auto done = write_metric(database, *run, metric); !done) return done;
    }
    for (const auto& tag : batch.tags) {
      if (auto done = write_tag(database, *run, tag); !done) return done;
    }
    return {};
  });
}

Outcome<void> Runs::log_batch(const std::string& run_id, const RunBatch& batch) {
  const auto refuse_count = [](const std::string& what, std::size_t count, std::size_t most) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "A batch logging request can contain at most " + std::to_string(most) + " " + what +
                      ". Got " + std::to_string(count) + ". Please split up requests and try again.");
  };
  const auto total = batch.metrics.size() + batch.params.size() + batch.tags.size();
  if (batch.metrics.size() > 1000) return refuse_count("metrics", batch.metrics.size(), 1000);
  if (batch.params.size() > 100) return refuse_count("params", batch.params.size(), 100);
  if (batch.tags.size() > 100) return refuse_count("tags", batch.tags.size(), 100);
  if (total > 1000) return refuse_count("metrics, params and tags", total, 1000);
  return log(run_id, batch);
}

Outcome<void> Runs::log_inputs(const std::string& run_id, const std::vector<DatasetInput>& datasets,
                               const std::vector<std::string>& model_ids) {
  for (const auto& input : datasets) {
    if (auto good = check_dataset(input); !good) return good;
  }
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto run = writable_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    for (const auto& input : datasets) add_dataset_input(database, *run, input);
    for (const auto& model_id : model_ids) add_model_input(database, *run, model_id);
    return {};
  });
}

Outcome<void> Runs::log_outputs(const std::string& run_id, const std::vector<ModelOutput>& outputs) {
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto run = writable_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    for (const auto& output : outputs) add_model_output(database, *run, output);
    return {};
  });
}

Outcome<void> Runs::log_model_history(const std::string& run_id, const std::string& model_json) {
  using nlohmann::json;
  constexpr const char* kTag = "mlflow.log-model.history";
  auto model = is_too_deep(model_json) ? json() : json::parse(model_json, nullptr, false);
  if (!model.is_object()) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "Malformed model info: model_json is not a JSON object.");
  }
  for (const auto* field : {"artifact_path", "flavors", "utc_time_created", "run_id"}) {
    if (!model.contains(field)) {
      return refuse(ErrorCode::kInvalidParameterValue,
                    std::string("Model json is missing mandatory fields: ") + field + ".");
    }
  }
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto run = writable_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    const auto kept = find_run_tag(database, *run, kTag).value_or("[]");
    auto history = is_too_deep(kept) ? json() : json::parse(kept, nullptr, false);
    if (!history.is_array()) history = json::array();
    history.push_back(model);
    set_run_tag(database, *run, {kTag, history.dump(-1, ' ', false, json::error_handler_t::replace)});
    return {};
  });
}

}  // namespace shohin
