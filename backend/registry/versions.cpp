// Versions of registered models: made, read, described, searched.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "mlflow/json_depth.h"
#include "registry/registry_names.h"
#include "registry/registry_service.h"
#include "registry/version_source.h"
#include "store/logged_model_rows.h"
#include "store/registry_rows.h"
#include "store/search_parser.h"
#include "store/version_rows.h"
#include "tracking/names.h"

namespace shohin {
namespace {

using Type = SearchAttribute::Type;

constexpr std::array<SearchAttribute, 6> kVersionAttributes = {
    {{"name", "name", Type::kTextOrList},
     {"run_id", "run_id", Type::kTextOrList},
     {"source_path", "source_path", Type::kText},
     {"version_number", "version_number", Type::kNumberOrText},
     {"creation_timestamp", "creation_timestamp", Type::kSortOnly},
     {"last_updated_timestamp", "last_updated_timestamp", Type::kSortOnly}}};
constexpr std::array<std::string_view, 4> kVersionSortKeys = {"name", "version_number", "creation_timestamp",
                                                              "last_updated_timestamp"};
constexpr SearchGrammar kVersionGrammar{
    .attributes = kVersionAttributes, .sort_keys = kVersionSortKeys, .has_missing_tags = false};

// A logged model lists the versions that were made of it in a tag; the client adds its own entry beside.
void note_on_logged_model(Database& database, const ModelVersion& version) {
  using nlohmann::json;
  constexpr const char* kTag = "mlflow.modelVersions";
  const auto model = find_logged_model(database, version.model_id);
  if (!model) return;
  json versions = json::array();
  for (const auto& tag : model->tags) {
    if (tag.key == kTag && !is_too_deep(tag.value)) versions = json::parse(tag.value, nullptr, false);
  }
  if (!versions.is_array()) versions = json::array();
  versions.push_back({{"name", version.name}, {"version", version.version}});
  set_logged_model_tag(database, version.model_id,
                       {kTag, versions.dump(-1, ' ', false, json::error_handler_t::replace)});
}

}  // namespace

Outcome<ModelVersion> require_version(Database& database, const VersionName& name) {
  const auto number = read_version_number(name.version);
  if (!number) return tl::unexpected(number.error());
  const auto model = find_registered_model(database, name.name);
  auto version = model ? find_version(database, model->key, *number) : std::nullopt;
  if (version) return std::move(*version);
  if (auto good = check_model_name_form(name.name); !good) return tl::unexpected(good.error());
  return refuse(ErrorCode::kResourceDoesNotExist,
                "Model Version (name=" + cut(name.name, 256) + ", version=" + name.version + ") not found");
}

Outcome<ModelVersion> RegistryService::create_version(const NewVersion& given) {
  for (const auto& tag : given.tags) {
    if (auto good = check_registry_tag(tag); !good) return tl::unexpected(good.error());
  }
  return store_.write([&](Database& database) -> Outcome<ModelVersion> {
    const auto model = require_model(database, given.name);
    if (!model) return tl::unexpected(model.error());
    auto source = resolve_source(database, given);
    if (!source) return tl::unexpected(source.error());
    ModelVersion version;
    version.model_key = model->key;
    version.name = given.name;
    version.description = given.description;
    version.source = source->source;
    version.artifact_uri = source->artifact_uri;
    version.run_id = source->run_id;
    version.run_link = given.run_link;
    version.model_id = source->model_id;
    version.creation_time = version.last_update_time = clock_();
    version.tags = given.tags;
    if (const auto file = find_model_file(database, version.artifact_uri)) {
      version.file_sha256 = file->sha256;
      version.file_size = file->size;
    }
    version.version = insert_version(database, version);
    note_on_logged_model(database, version);
    auto touched = *model;
    touched.last_update_time = version.creation_time;
    update_registered_model(database, touched);
    return version;
  });
}

Outcome<ModelVersion> RegistryService::get_version(const VersionName& version) {
  return store_.read([&](Database& database) { return require_version(database, version); });
}

Outcome<std::string> RegistryService::download_uri(const VersionName& name) {
  return store_.read([&](Database& database) -> Outcome<std::string> {
    auto version = require_version(database, name);
    if (!version) return tl::unexpected(version.error());
    return version->source.starts_with("models:/") ? version->artifact_uri : version->source;
  });
}

Outcome<Paged<ModelVersion>> RegistryService::search_versions(const RegistryQuery& query) {
  const auto page = read_page(query.max_results, query.page_token, 200'000);
  if (!page) return tl::unexpected(page.error());
  const auto clauses = parse_filter(query.filter, kVersionGrammar);
  if (!clauses) return tl::unexpected(clauses.error());
  const auto order = parse_order_by(query.order_by, kVersionGrammar);
  if (!order) return tl::unexpected(order.error());
  return store_.read([&](Database& database) -> Outcome<Paged<ModelVersion>> {
    return paged(shohin::search_versions(database, *clauses, *order, one_more(*page)), *page);
  });
}

Outcome<std::vector<ModelVersion>> RegistryService::latest_versions_of(
    const std::string& name, const std::vector<std::string>& stages) {
  std::vector<Stage> wanted;
  for (const auto& text : stages) {
    const auto stage = read_stage(text);
    if (!stage) return tl::unexpected(stage.error());
    wanted.push_back(*stage);
  }
  return store_.read([&](Database& database) -> Outcome<std::vector<ModelVersion>> {
    auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    auto& versions = model->latest_versions;
    std::erase_if(versions, [&](const ModelVersion& version) {
      return !wanted.empty() && std::find(wanted.begin(), wanted.end(), version.stage) == wanted.end();
    });
    return std::move(versions);
  });
}

Outcome<ModelVersion> RegistryService::describe_version(const VersionName& name,
                                                        const std::string& description) {
  return store_.write([&](Database& database) -> Outcome<ModelVersion> {
    auto version = require_version(database, name);
    if (!version) return version;
    version->description = description;
    version->last_update_time = clock_();
    update_version(database, *version);
    return version;
  });
}

Outcome<void> RegistryService::set_version_tag(const VersionName& name, const KeyValue& tag) {
  if (auto good = check_registry_tag(tag); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto version = require_version(database, name);
    if (!version) return tl::unexpected(version.error());
    shohin::set_version_tag(database, *version, tag);
    return {};
  });
}

Outcome<void> RegistryService::delete_version_tag(const VersionName& name, const std::string& key) {
  if (auto good = check_key("tag", key); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto version = require_version(database, name);
    if (!version) return tl::unexpected(version.error());
    shohin::delete_version_tag(database, *version, key);
    return {};
  });
}

}  // namespace shohin
