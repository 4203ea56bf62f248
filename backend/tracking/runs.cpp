#include "tracking/runs.h"

#include "mlflow/random_id.h"
#include "store/run_rows.h"
#include "tracking/experiments.h"
#include "tracking/names.h"

namespace shohin {
namespace {

constexpr const char* kNameTag = "mlflow.runName";

const KeyValue* find_tag(const std::vector<KeyValue>& tags, std::string_view key) {
  for (const auto& tag : tags) {
    if (tag.key == key) return &tag;
  }
  return nullptr;
}

// A run's name is also its tag mlflow.runName: the one that is given names the other.
Outcome<std::string> name_of(const NewRun& run) {
  const auto* tag = find_tag(run.tags, kNameTag);
  if (tag == nullptr || tag->value.empty()) return run.name.empty() ? random_name() : run.name;
  if (run.name.empty() || run.name == tag->value) return tag->value;
  return refuse(ErrorCode::kInvalidParameterValue,
                "Both run_name and the tag mlflow.runName are given, and they differ: '" +
                    cut(run.name, 100) + "', '" + cut(tag->value, 100) + "'.");
}

// Tags that a run is made with may have any key, as MLflow has it.
Outcome<void> check_first_tags(const std::vector<KeyValue>& tags) {
  for (const auto& tag : tags) {
    if (auto good = check_any_key("tag", tag.key); !good) return good;
    if (auto good = check_is_free(tag.key); !good) return good;
  }
  return {};
}

}  // namespace

Outcome<RunInfo> require_run(Database& database, const std::string& run_id) {
  auto run = find_run(database, run_id);
  if (run) return std::move(*run);
  return refuse(ErrorCode::kResourceDoesNotExist, "Run with id=" + cut(run_id, 100) + " not found");
}

Outcome<RunInfo> writable_run(Database& database, const std::string& run_id) {
  auto run = require_run(database, run_id);
  if (run && run->is_deleted) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "The run " + run_id + " must be in the 'active' state. It is deleted: restore it first.");
  }
  return run;
}

Outcome<Run> Runs::create(const NewRun& run) {
  const auto experiment_id = read_experiment_id(run.experiment_id);
  if (!experiment_id) return tl::unexpected(experiment_id.error());
  auto name = name_of(run);
  if (!name) return tl::unexpected(name.error());
  if (auto good = check_first_tags(run.tags); !good) return tl::unexpected(good.error());
  return store_.write([&](Database& database) -> Outcome<Run> {
    const auto experiment = writable_experiment(database, *experiment_id);
    if (!experiment) return tl::unexpected(experiment.error());
    RunInfo info;
    info.run_id = random_id();
    info.experiment_id = *experiment_id;
    info.name = *name;
    info.user_id = run.user_id;
    info.start_time = run.start_time.value_or(clock_());
    info.artifact_uri = experiment->artifact_location + "/" + info.run_id + "/artifacts";
    info.key = insert_run(database, info);
    for (const auto& tag : run.tags)
      set_run_tag(database, info, {tag.key, cut(tag.value, kRunTagCharacters)});
    set_run_tag(database, info, {kNameTag, *name});
    return load_run(database, std::move(info));
  });
}

Outcome<Run> Runs::get(const std::string& run_id) {
  return store_.read([&](Database& database) -> Outcome<Run> {
    auto info = require_run(database, run_id);
    if (!info) return tl::unexpected(info.error());
    return load_run(database, std::move(*info));
  });
}

Outcome<RunInfo> Runs::update(const std::string& run_id, const RunChange& change) {
  return store_.write([&](Database& database) -> Outcome<RunInfo> {
    auto run = writable_run(database, run_id);
    if (!run) return run;
    if (change.status) run->status = *change.status;
    if (change.end_time) run->end_time = change.end_time;
    if (!change.name.empty()) {
      run->name = change.name;
      set_run_tag(database, *run, {kNameTag, change.name});
    }
    update_run(database, *run);
    return run;
  });
}

Outcome<void> Runs::remove(const std::string& run_id) {
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto run = require_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    set_run_deleted(database, *run, true);
    return {};
  });
}

Outcome<void> Runs::restore(const std::string& run_id) {
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto run = require_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    set_run_deleted(database, *run, false);
    return {};
  });
}

Outcome<void> Runs::delete_tag(const std::string& run_id, const std::string& key) {
  if (auto good = check_is_free(key); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto run = writable_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    if (delete_run_tag(database, *run, key)) return {};
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "No tag with name: " + cut(key, 250) + " in run with id " + run_id);
  });
}

}  // namespace shohin
