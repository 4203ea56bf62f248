// Experiments and their tags in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/search_clause.h"

namespace shohin {

// Gives the new id; `artifact_location` empty means mlflow-artifacts:/<id>.
std::int64_t insert_experiment(Database& database, const Experiment& experiment);
std::optional<Experiment> find_experiment(Database& database, std::int64_t id);
std::optional<Experiment> find_experiment(Database& database, const std::string& name);
void rename_experiment(Database& database, std::int64_t id, const std::string& name, std::int64_t now);
// All its runs share its fate, as MLflow has it.
void set_experiment_deleted(Database& database, std::int64_t id, bool is_deleted, std::int64_t now);
void set_experiment_tag(Database& database, std::int64_t id, const KeyValue& tag);
bool delete_experiment_tag(Database& database, std::int64_t id, const std::string& key);

std::vector<Experiment> search_experiments(Database& database, const std::vector<SearchClause>& clauses,
                                           const std::vector<SortKey>& order, LifecycleView view,
                                           const ResultPage& page);

}  // namespace shohin
