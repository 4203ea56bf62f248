#include "import_mlflow/import_mlflow.h"

#include <map>
#include <string_view>
#include <utility>

#include "import_mlflow/artifact_files.h"
#include "import_mlflow/places.h"
#include "registry/registry_names.h"
#include "registry/registry_service.h"
#include "registry/version_source.h"
#include "store/artifact_rows.h"
#include "store/import_rows.h"
#include "store/metric_rows.h"
#include "store/mlflow_file.h"
#include "store/registry_rows.h"
#include "store/run_rows.h"
#include "store/version_rows.h"

namespace shohin {
namespace {

Outcome<void> require_fresh(Database& database) {
  if (is_fresh(database)) return {};
  return refuse(ErrorCode::kResourceConflict,
                "The data directory holds experiments, runs or models already. Import into an empty one.");
}

Outcome<MlflowFile> open_source(const MlflowSource& source) {
  std::error_code error;
  if (!std::filesystem::is_directory(source.artifacts, error)) {
    return refuse(ErrorCode::kResourceDoesNotExist, source.artifacts.string() + ": there is no such folder.");
  }
  return MlflowFile::open(source.database);
}

// One import: files first, then every row in one transaction.
class Import {
 public:
  Import(Store& store, const MlflowSource& source, MlflowFile file)
      : store_(store), source_(source), file_(std::move(file)), files_(store.blobs(), source.artifacts) {}

  Outcome<ImportReport> run() {
    if (auto taken = take_files(); !taken) return tl::unexpected(taken.error());
    return store_.write([&](Database& database) -> Outcome<ImportReport> {
      if (auto fresh = require_fresh(database); !fresh) return tl::unexpected(fresh.error());
      report_ = {};
      add_tracking(database);
      for (const auto& [path, artifact] : files_.artifacts()) put_artifact(database, artifact);
      if (auto added = add_registry(database); !added) return tl::unexpected(added.error());
      if (auto read = file_.verdict(); !read) return tl::unexpected(read.error());
      return finished_report();
    });
  }

 private:
  Place place_of_experiment(const Experiment& experiment) {
    return place_of(experiment.artifact_location, std::to_string(experiment.id), source_.artifacts);
  }
  Place place_of_run(const RunInfo& run) {
    const auto usual = std::to_string(run.experiment_id) + "/" + run.run_id + "/artifacts";
    return place_of(run.artifact_uri, usual, source_.artifacts);
  }
  Place place_of_model(const LoggedModel& model) {
    const auto usual = std::to_string(model.experiment_id) + "/models/" + model.model_id + "/artifacts";
    return place_of(model.artifact_uri, usual, source_.artifacts);
  }

  void take_place(const Place& place, const std::string& uri) {
    if (!taken_) return;
    if (!place.path) {
      left_out_.push_back("files at " + uri + ": not below " + source_.artifacts.string());
    } else {
      taken_ = files_.take(*place.path);
    }
  }

  Outcome<void> take_files() {
    file_.each_run([&](const Run& run) { take_place(place_of_run(run.info), run.info.artifact_uri); });
    file_.each_logged_model(
        [&](const LoggedModel& model) { take_place(place_of_model(model), model.artifact_uri); });
    if (auto read = file_.verdict(); !read) return read;
    return taken_;
  }

  void add_tracking(Database& database) {
    for (auto& experiment : file_.experiments()) {
      experiment.artifact_location = place_of_experiment(experiment).uri;
      import_experiment(database, experiment);
      ++report_.experiments;
    }
    file_.each_run([&](Run run) {
      auto& uri = run.info.artifact_uri;
      const auto before = std::exchange(uri, place_of_run(run.info).uri);
      roots_[run.info.run_id] = {before, uri};
      run.info.key = import_run(database, run);
      file_.each_metric(run.info.run_id, [&](const Metric& metric) {
        insert_metric(database, run.info, metric);
        ++report_.metrics;
      });
      ++report_.runs;
    });
    file_.each_logged_model([&](LoggedModel model) {
      const auto before = std::exchange(model.artifact_uri, place_of_model(model).uri);
      roots_[model.model_id] = {before, model.artifact_uri};
      import_logged_model(database, model);
      ++report_.logged_models;
    });
  }

  Outcome<void> add_registry(Database& database) {
    for (const auto& model : file_.registered_models()) {
      if (auto good = check_model_name(model.name); !good) return good;
      if (find_registered_model(database, model.name)) {
        return refuse(ErrorCode::kInvalidParameterValue, "Two registered models are called '" + model.name +
                                                             "', in different workspaces. Rename one.");
      }
      const auto key = import_registered_model(database, model, file_.last_version(model.name));
      for (auto& version : file_.versions(model.name)) {
        version.model_key = key;
        add_version(database, std::move(version));
      }
      for (const auto& alias : model.aliases) {
        if (find_version(database, key, alias.version)) set_alias(database, key, alias);
      }
      settle_production(database, key);
      ++report_.registered_models;
    }
    return {};
  }

  void add_version(Database& database, ModelVersion version) {
    constexpr std::string_view kLogged = "models:/m-";
    if (version.source.starts_with(kLogged)) {
      const auto id = version.source.substr(kLogged.size() - 2);
      version.model_id = id.substr(0, id.find('/'));
    }
    const bool is_itself = version.source == version.artifact_uri;
    version.artifact_uri = moved_uri(version);
    if (is_itself) version.source = version.artifact_uri;
    if (const auto file = find_model_file(database, version.artifact_uri)) {
      version.file_sha256 = file->sha256;
      version.file_size = file->size;
    }
    insert_version_as(database, version);
    ++report_.versions;
  }

  // A source below a run or logged model moves with it; every other one as place_of() has it, or not at all.
  std::string moved_uri(const ModelVersion& version) {
    for (const auto& owner : {version.run_id, version.model_id}) {
      const auto root = roots_.find(owner);
      if (root == roots_.end()) continue;
      const auto& [before, now] = root->second;
      if (version.artifact_uri.starts_with(before)) return now + version.artifact_uri.substr(before.size());
    }
    const auto place = place_of(version.artifact_uri, version.artifact_uri, source_.artifacts);
    return place.path ? place.uri : version.artifact_uri;
  }

  // Alias and stage are kept in step here: the version of the alias `production` is in the stage Production;
  // a model without that alias gets it for its highest version in that stage.
  void settle_production(Database& database, std::int64_t model_key) {
    auto number = find_alias(database, model_key, kProductionAlias);
    if (!number) {
      const auto staged = versions_in_stage(database, model_key, Stage::kProduction);
      if (staged.empty()) return;
      number = staged.front().version;
      set_alias(database, model_key, {kProductionAlias, *number});
    }
    auto version = find_version(database, model_key, *number);
    if (version && version->stage != Stage::kProduction) {
      version->stage = Stage::kProduction;
      update_version(database, *version);
    }
    note_production_version(database, model_key, *number);
  }

  ImportReport finished_report() {
    report_.artifacts = static_cast<std::int64_t>(files_.artifacts().size());
    report_.artifact_bytes = files_.bytes();
    report_.left_out = left_out_;
    for (const auto& name : files_.left_out())
      report_.left_out.push_back(name + ": no plain file, or a bad name");
    return std::move(report_);
  }

  Store& store_;
  const MlflowSource& source_;
  MlflowFile file_;
  ArtifactFiles files_;
  Outcome<void> taken_;
  std::vector<std::string> left_out_;
  std::map<std::string, std::pair<std::string, std::string>> roots_;  // by run or model: its URI before, now
  ImportReport report_;
};

}  // namespace

Outcome<void> check_mlflow_source(const MlflowSource& source) {
  return open_source(source).map([](const MlflowFile&) {});
}

Outcome<ImportReport> import_mlflow(Store& store, const MlflowSource& source) {
  if (auto fresh = store.read(require_fresh); !fresh) return tl::unexpected(fresh.error());
  auto file = open_source(source);
  if (!file) return tl::unexpected(file.error());
  return Import(store, source, std::move(*file)).run();
}

}  // namespace shohin
