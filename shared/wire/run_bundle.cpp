#include "wire/run_bundle.h"

#include <cmath>
#include <string_view>

#include "learn/byte_stream.h"
#include "wire/metrics_json.h"
#include "wire/model_folder.h"

namespace shohin {
namespace {

// MLflow allows a digest of 36 characters.
constexpr std::size_t kDigestLength = 32;

std::string text_of(const Json& value) { return value.is_string() ? value.as_string() : write_json(value); }

RunFile report(std::string_view name, const Json& json) {
  const std::string text = write_json(json, JsonStyle::kIndented);
  return {.path = std::string("reports/").append(name).append(".json"), .bytes = {text.begin(), text.end()}};
}

std::vector<RunFile> reports(const TrainingOutcome& outcome) {
  const Contract& contract = outcome.model.contract;
  const JsonObject test = metrics_json(outcome.test, contract);
  return {report("metrics", JsonObject{{"train", metrics_json(outcome.train, contract)}, {"test", test}}),
          report("confusion_matrix", JsonObject{{"labels", Json(test)["labels"]},
                                                {"confusion_matrix", Json(test)["confusion_matrix"]}}),
          report("record", outcome.model.record), report("contract", contract_json(contract))};
}

// MLflow's source type "code" is any set of tags; its clients can read it back.
RunDataset dataset(const TrainingOutcome& outcome, const Table& all) {
  const Json source = JsonObject{{"tags", JsonObject{{"shohin.data_digest", outcome.data_digest}}}};
  const Json schema = JsonObject{{"mlflow_colspec", column_list(all.contract)}};
  const std::size_t rows = all.row_count();
  const Json profile = JsonObject{{"num_rows", rows}, {"num_elements", rows * all.columns.size()}};
  return {.name = all.contract.name,
          .digest = outcome.data_digest.substr(0, kDigestLength),
          .source_type = "code",
          .source = write_json(source),
          .schema = write_json(schema),
          .profile = write_json(profile)};
}

JsonObject object_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  return {pairs.begin(), pairs.end()};
}

Json dataset_json(const RunDataset& dataset) {
  return JsonObject{
      {"name", dataset.name},     {"digest", dataset.digest}, {"source_type", dataset.source_type},
      {"source", dataset.source}, {"schema", dataset.schema}, {"profile", dataset.profile}};
}

}  // namespace

RunBundle make_run_bundle(const TrainingOutcome& outcome, const Table& all) {
  const Json& record = outcome.model.record;
  RunBundle out;
  out.params = {{"learner", record["learner"].as_string()}, {"seed", text_of(record["seed"])}};
  for (const auto& [name, value] : record["config"].as_object())
    out.params.emplace_back(name, text_of(value));
  if (record["split"].has("test_share"))
    out.params.emplace_back("test_share", text_of(record["split"]["test_share"]));
  for (const auto& [name, value] : summary_json(outcome.test))
    if (std::isfinite(value.as_number())) out.metrics.emplace_back(name, value.as_number());
  out.metrics.insert(out.metrics.begin() + 1, {"accuracy_train", outcome.train.accuracy});
  out.metrics.emplace_back("rows_train", outcome.rows_train);
  out.metrics.emplace_back("rows_test", outcome.rows_test);
  out.tags = {{"shohin.contract", all.contract.name},
              {"shohin.model_digest", outcome.model_digest},
              {"shohin.file_sha256", outcome.file_sha256},
              {"shohin.data_digest", outcome.data_digest},
              {"shohin.engine_version", std::string(engine_version())}};
  if (record["synthetic"].as_bool()) out.tags.emplace_back("shohin.synthetic", "true");
  out.dataset = dataset(outcome, all);
  out.files = reports(outcome);
  for (RunFile& file : model_folder(outcome)) out.files.push_back(std::move(file));
  return out;
}

Bytes pack_run_bundle(const RunBundle& bundle) {
  JsonObject metrics;
  for (const auto& [name, value] : bundle.metrics) metrics.emplace_back(name, value);
  JsonArray files;
  for (const RunFile& file : bundle.files)
    files.emplace_back(JsonObject{{"path", file.path}, {"size", file.bytes.size()}});
  const std::string json = write_json(JsonObject{{"params", object_of(bundle.params)},
                                                 {"metrics", std::move(metrics)},
                                                 {"tags", object_of(bundle.tags)},
                                                 {"dataset", dataset_json(bundle.dataset)},
                                                 {"files", std::move(files)}});
  ByteWriter out;
  out.text(json);
  for (const RunFile& file : bundle.files) out.raw(file.bytes);
  return out.take();
}

}  // namespace shohin
