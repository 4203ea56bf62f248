#include "datasets/dataset_json.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace shohin {
namespace {

// In the order of RunStatus and Stage, as MLflow names them.
constexpr std::array<const char*, 6> kStatuses = {"", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"};
constexpr std::array<const char*, 4> kStages = {"None", "Staging", "Production", "Archived"};

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

Json texts_json(const std::vector<std::string>& texts) { return JsonArray(texts.begin(), texts.end()); }

Json version_lineage_json(const ModelVersion& version) {
  return JsonObject{{"name", version.name},
                    {"version", std::to_string(version.version)},
                    {"stage", kStages[static_cast<std::size_t>(version.stage)]},
                    {"aliases", texts_json(version.aliases)}};
}

Json run_lineage_json(const RunLineage& one) {
  JsonArray versions;
  for (const auto& version : one.versions) versions.push_back(version_lineage_json(version));
  return JsonObject{{"run_id", one.run.run_id},
                    {"run_name", one.run.run_name},
                    {"experiment_id", std::to_string(one.run.experiment_id)},
                    {"status", kStatuses[static_cast<std::size_t>(one.run.status)]},
                    {"lifecycle_stage", one.run.is_deleted ? "deleted" : "active"},
                    {"context", one.run.context},
                    {"model_digest", text_or_null(one.run.model_digest)},
                    {"versions", std::move(versions)}};
}

}  // namespace

Json data_set_json(const StoredDataSet& data) {
  return JsonObject{{"data_digest", data.data_digest},
                    {"name", data.name},
                    {"contract", JsonObject{{"name", data.contract_name}, {"digest", data.contract_digest}}},
                    {"format", data.format == DataFormat::kCsv ? "csv" : "json"},
                    {"rows", data.row_count},
                    {"size", data.size},
                    {"sha256", data.sha256},
                    {"parent", text_or_null(data.parent)},
                    {"note", data.note},
                    {"user", data.user},
                    {"creation_time", data.creation_time},
                    {"url", "/api/shohin/v1/datasets/" + data.data_digest + "/data"}};
}

Json contract_entry_json(const StoredContract& contract) {
  return JsonObject{{"contract_digest", contract.digest},
                    {"name", contract.name},
                    {"creation_time", contract.creation_time}};
}

Json lineage_json(const Lineage& lineage) {
  JsonArray runs;
  for (const auto& run : lineage.runs.items) runs.push_back(run_lineage_json(run));
  JsonObject json{{"data", data_set_json(lineage.data)},
                  {"ancestors", texts_json(lineage.ancestors)},
                  {"children", texts_json(lineage.children)},
                  {"runs", std::move(runs)}};
  if (!lineage.runs.next_page_token.empty())
    json.emplace_back("next_page_token", lineage.runs.next_page_token);
  return json;
}

Field data_set_schema() {
  return component("DataSet", object("", {text("data_digest"), text("name"),
                                          object("contract", {text("name"), text("digest")}),
                                          choice("format", {"csv", "json"}), integer("rows"), integer("size"),
                                          text("sha256"), or_null(text("parent")), text("note"), text("user"),
                                          integer("creation_time"), text("url")}));
}

Field contract_entry_schema() {
  return component("ContractEntry",
                   object("", {text("contract_digest"), text("name"), integer("creation_time")}));
}

Field lineage_schema() {
  const auto version =
      object("", {text("name"), text("version"), choice("stage", {kStages.begin(), kStages.end()}),
                  list("aliases", text(""))});
  const auto run = object(
      "", {text("run_id"), text("run_name"), text("experiment_id"), text("status"), text("lifecycle_stage"),
           text("context"), or_null(text("model_digest")), list("versions", version)});
  return object("",
                {named("data", data_set_schema()), list("ancestors", text("")), list("children", text("")),
                 list("runs", component("RunOfData", run)), maybe(text("next_page_token"))});
}

std::vector<Field> contract_fields() {
  const auto words = map("", text(""));
  const auto feature =
      object("", {text("name"), choice("kind", {"numeric", "ordinal", "categorical"}), maybe(text("unit")),
                  maybe(number("min")), maybe(number("max")), maybe(number("step")),
                  maybe(list("categories", text(""))), maybe(flag("required")), maybe(named("label", words)),
                  maybe(named("help", words)), maybe(any("typical")), maybe(any("category_labels"))});
  const auto target_class = object("", {text("name"), maybe(named("label", words))});
  const auto target =
      object("target", {text("name"), maybe(named("label", words)), list("classes", target_class)});
  return {choice("schema", {"shohin.contract/1"}),
          text("name"),
          integer("version"),
          maybe(named("title", words)),
          list("features", feature),
          target};
}

}  // namespace shohin
