// Registered models and their aliases in the database. A failure of the database is told by
// Database::verdict().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/registry_records.h"
#include "store/search_clause.h"

namespace shohin {

std::int64_t insert_registered_model(Database& database, const RegisteredModel& model);
// With tags, aliases and latest versions.
std::optional<RegisteredModel> find_registered_model(Database& database, const std::string& name);
// Writes name, description and last_update_time.
void update_registered_model(Database& database, const RegisteredModel& model);
void delete_registered_model(Database& database, std::int64_t model_key);  // with everything below it
void set_registered_model_tag(Database& database, std::int64_t model_key, const KeyValue& tag);
void delete_registered_model_tag(Database& database, std::int64_t model_key, const std::string& key);

void set_alias(Database& database, std::int64_t model_key, const Alias& alias);
void delete_alias(Database& database, std::int64_t model_key, const std::string& alias);
std::optional<std::int64_t> find_alias(Database& database, std::int64_t model_key, const std::string& alias);

// The highest version that was ever in production: one below it is there by a rollback.
void note_production_version(Database& database, std::int64_t model_key, std::int64_t version);
std::int64_t highest_production_version(Database& database, std::int64_t model_key);

// Without prompts, which are registered models with the tag mlflow.prompt.is_prompt, unless a clause asks for
// them by that tag.
std::vector<RegisteredModel> search_registered_models(Database& database,
                                                      const std::vector<SearchClause>& clauses,
                                                      const std::vector<SortKey>& order,
                                                      const ResultPage& page);

// The names of the models that have this alias.
std::vector<std::string> models_with_alias(Database& database, const std::string& alias);

}  // namespace shohin
