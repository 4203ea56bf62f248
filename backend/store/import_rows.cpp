#include "store/import_rows.h"

#include "store/experiment_rows.h"
#include "store/logged_model_rows.h"
#include "store/registry_rows.h"
#include "store/run_rows.h"

namespace shohin {

bool is_fresh(Database& database) {
  return !Statement(database,
                    "SELECT 1 FROM runs UNION ALL SELECT 1 FROM logged_models UNION ALL "
                    "SELECT 1 FROM registered_models UNION ALL SELECT 1 FROM artifacts UNION ALL "
                    "SELECT 1 FROM experiments WHERE experiment_id<>0 LIMIT 1")
              .next();
}

void import_experiment(Database& database, const Experiment& experiment) {
  Statement(database,
            "INSERT INTO experiments (experiment_id, name, artifact_location, deleted, creation_time, "
            "last_update_time) VALUES (?,?,?,?,?,?) ON CONFLICT (experiment_id) DO UPDATE SET "
            "name=excluded.name, artifact_location=excluded.artifact_location, deleted=excluded.deleted, "
            "creation_time=excluded.creation_time, last_update_time=excluded.last_update_time")
      .bind(experiment.id)
      .bind(experiment.name)
      .bind(experiment.artifact_location)
      .bind(experiment.is_deleted)
      .bind(experiment.creation_time)
      .bind(experiment.last_update_time)
      .run();
  for (const auto& tag : experiment.tags) set_experiment_tag(database, experiment.id, tag);
}

std::int64_t import_run(Database& database, const Run& run) {
  auto info = run.info;
  info.key = insert_run(database, info);
  for (const auto& param : run.params) insert_param(database, info, param);
  for (const auto& tag : run.tags) set_run_tag(database, info, tag);
  for (const auto& input : run.datasets) add_dataset_input(database, info, input);
  for (const auto& model_id : run.model_inputs) add_model_input(database, info, model_id);
  for (const auto& output : run.model_outputs) add_model_output(database, info, output);
  if (info.is_deleted) set_run_deleted(database, info, true);
  return info.key;
}

void import_logged_model(Database& database, const LoggedModel& model) {
  insert_logged_model(database, model);
  for (const auto& metric : model.metrics) insert_logged_model_metric(database, model.model_id, metric);
  if (model.is_deleted) set_logged_model_deleted(database, model.model_id, model.last_update_time);
}

std::int64_t import_registered_model(Database& database, const RegisteredModel& model,
                                     std::int64_t last_version) {
  const auto key = insert_registered_model(database, model);
  Statement(database, "UPDATE registered_models SET last_version=? WHERE registered_model=?")
      .bind(last_version)
      .bind(key)
      .run();
  return key;
}

}  // namespace shohin
