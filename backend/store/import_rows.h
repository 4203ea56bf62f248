// Rows that come from another store and keep their ids. A failure of the database is told by
// Database::verdict().
#pragma once

#include "store/database.h"
#include "store/records.h"
#include "store/registry_records.h"

namespace shohin {

// Nothing was ever kept in it: no run, model or artifact, and no experiment but the first.
bool is_fresh(Database& database);

// Takes the place of an experiment of that id. Writes its tags too.
void import_experiment(Database& database, const Experiment& experiment);
// Everything but the metrics; gives the run's key.
std::int64_t import_run(Database& database, const Run& run);
void import_logged_model(Database& database, const LoggedModel& model);
// With tags, without versions and aliases; gives the model's key.
std::int64_t import_registered_model(Database& database, const RegisteredModel& model,
                                     std::int64_t last_version);

}  // namespace shohin
