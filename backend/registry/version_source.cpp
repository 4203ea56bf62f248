#include "registry/version_source.h"

#include <optional>
#include <string_view>

#include "registry/registry_names.h"
#include "store/artifact_rows.h"
#include "store/logged_model_rows.h"
#include "store/run_rows.h"
#include "text/utf8.h"
#include "tracking/artifact_path.h"
#include "tracking/names.h"
#include "tracking/runs.h"

namespace shohin {
namespace {

constexpr std::string_view kModels = "models:/";
constexpr std::string_view kRuns = "runs:/";
constexpr std::string_view kArtifacts = "mlflow-artifacts:/";

tl::unexpected<Error> refuse_source(const NewVersion& version, std::string_view why) {
  return refuse(ErrorCode::kInvalidParameterValue,
                "Invalid model version source: '" + cut(version.source, 200) + "'. " + std::string(why));
}

// "a/b/c" -> "a" and "/b/c"
std::pair<std::string, std::string> split_first(std::string_view path) {
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return {std::string(path), ""};
  return {std::string(path.substr(0, slash)), std::string(path.substr(slash))};
}

bool is_inside(std::string_view uri, std::string_view root) {
  return uri == root || (uri.starts_with(root) && uri[root.size()] == '/');
}

Outcome<VersionSource> of_logged_model(Database& database, const NewVersion& version,
                                       const std::string& model_id, const std::string& below) {
  if (!version.model_id.empty() && version.model_id != model_id) {
    return refuse_source(
        version, "The model_id request parameter must identify the resource that contains the source.");
  }
  const auto model = find_logged_model(database, model_id);
  if (!model || model->is_deleted) {
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "Logged model with ID '" + cut(model_id, 100) + "' not found.");
  }
  return VersionSource{model->artifact_uri + below,
                       version.run_id.empty() ? model->source_run_id : version.run_id, model_id,
                       version.source};
}

// models:/<name>/<version>, /<name>/latest, /<name>/<stage> or /<name>@<alias>
Outcome<ModelVersion> named_version(Database& database, const std::string& name, const std::string& below) {
  const auto at = name.rfind('@');
  if (below.empty() && at != std::string::npos) {
    return version_of_alias(database, name.substr(0, at), name.substr(at + 1));
  }
  const auto which = below.empty() ? below : below.substr(1);
  if (read_version_number(which)) return require_version(database, {name, which});
  if (is_latest(which)) return version_of_alias(database, name, which);
  const auto model = require_model(database, name);
  if (!model) return tl::unexpected(model.error());
  const auto stage = read_stage(which);
  if (!stage) return tl::unexpected(stage.error());
  for (const auto& latest : model->latest_versions) {
    if (latest.stage == *stage) return latest;
  }
  return refuse(ErrorCode::kResourceDoesNotExist, "Registered model '" + cut(name, 100) +
                                                      "' has no version in the stage " +
                                                      std::string(stage_name(*stage)) + ".");
}

Outcome<VersionSource> of_version(Database& database, const NewVersion& version, const std::string& name,
                                  const std::string& below) {
  const auto source = named_version(database, name, below);
  if (!source) return tl::unexpected(source.error());
  return VersionSource{source->artifact_uri, version.run_id.empty() ? source->run_id : version.run_id,
                       version.model_id.empty() ? source->model_id : version.model_id,
                       std::string(kModels) + source->name + "/" + std::to_string(source->version)};
}

Outcome<VersionSource> of_run(Database& database, const NewVersion& version, const std::string& run_id,
                              const std::string& below) {
  if (version.run_id != run_id || !version.model_id.empty()) {
    return refuse_source(version,
                         "The run_id request parameter must identify the run that contains the source.");
  }
  const auto run = require_run(database, run_id);
  if (!run) return tl::unexpected(run.error());
  return VersionSource{run->artifact_uri + below, run_id, "", version.source};
}

Outcome<VersionSource> of_place(Database& database, const NewVersion& version) {
  const auto run = version.run_id.empty() ? std::nullopt : find_run(database, version.run_id);
  if (run && is_inside(version.source, run->artifact_uri)) {
    return VersionSource{version.source, version.run_id, version.model_id, version.source};
  }
  const auto model = version.model_id.empty() ? std::nullopt : find_logged_model(database, version.model_id);
  if (model && is_inside(version.source, model->artifact_uri)) {
    return VersionSource{version.source, version.run_id, version.model_id, version.source};
  }
  return refuse_source(version,
                       "It must lie inside the artifacts of the run_id or model_id that is sent with it.");
}

Outcome<VersionSource> resolve(Database& database, const NewVersion& version) {
  const std::string_view source = version.source;
  if (source == "dummy-source")
    return VersionSource{version.source, version.run_id, version.model_id, version.source};
  if (source.starts_with(kRuns)) {
    const auto [run_id, below] = split_first(source.substr(kRuns.size()));
    return of_run(database, version, run_id, below);
  }
  if (source.starts_with(kModels)) {
    const auto [first, below] = split_first(source.substr(kModels.size()));
    const bool has_alias = below.empty() && first.find('@') != std::string::npos;
    if (first.starts_with("m-") && !has_alias) return of_logged_model(database, version, first, below);
    if (has_alias || below.size() > 1) return of_version(database, version, first, below);
  }
  if (source.starts_with(kArtifacts) || source.find("://") != std::string_view::npos)
    return of_place(database, version);
  return refuse_source(
      version,
      "A source is models:/m-<id>, runs:/<run>/<path>, models:/<name>/<version>, "
      "/latest, /<stage> or @<alias>, or mlflow-artifacts:/<path>, as this server gave it out.");
}

// A place on this server is checked as a path. Runs that were imported may keep theirs elsewhere, such as in
// s3://bucket; that is never opened here, only told to clients.
bool is_good_place(const std::string& uri) {
  if (uri.starts_with(kArtifacts)) return path_of_uri(uri).has_value();
  return uri.find("://") != std::string::npos && !climbs(uri) && !has_control_characters(uri);
}

}  // namespace

Outcome<VersionSource> resolve_source(Database& database, const NewVersion& version) {
  auto source = resolve(database, version);
  if (!source || source->artifact_uri == "dummy-source") return source;
  if (!is_good_place(source->artifact_uri)) return refuse_source(version, "Its path is invalid.");
  return source;
}

std::optional<Artifact> find_model_file(Database& database, const std::string& artifact_uri) {
  const auto path = path_of_uri(artifact_uri);
  if (!path) return std::nullopt;  // it names no file of this server
  if (auto file = find_artifact(database, *path)) return file;
  auto files = find_artifacts_ending(database, *path, ".onnx", 2);
  if (files.size() != 1) return std::nullopt;
  return std::move(files.front());
}

}  // namespace shohin
