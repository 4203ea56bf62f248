// Model versions in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/registry_records.h"
#include "store/search_clause.h"

namespace shohin {

// Gives the new version's number, one above the highest that its model ever had. Writes its tags too.
std::int64_t insert_version(Database& database, const ModelVersion& version);
// The same under the number that it has already.
void insert_version_as(Database& database, const ModelVersion& version);
std::optional<ModelVersion> find_version(Database& database, std::int64_t model_key, std::int64_t version);
std::optional<ModelVersion> find_highest_version(Database& database, std::int64_t model_key);
// Any version that has this file.
std::optional<ModelVersion> find_version_of_file(Database& database, const std::string& sha256);
// The versions that a run made, by name and number.
std::vector<ModelVersion> versions_of_run(Database& database, const std::string& run_id);
// The highest version in each stage; in Production the one that the alias `production` names.
std::vector<ModelVersion> latest_versions(Database& database, std::int64_t model_key);
std::vector<ModelVersion> versions_in_stage(Database& database, std::int64_t model_key, Stage stage);
// Writes description, stage, last_update_time and the file.
void update_version(Database& database, const ModelVersion& version);
void delete_version(Database& database, const ModelVersion& version);  // with its tags and aliases
void set_version_tag(Database& database, const ModelVersion& version, const KeyValue& tag);
void delete_version_tag(Database& database, const ModelVersion& version, const std::string& key);

// Without the versions of prompts, unless a clause asks for them.
std::vector<ModelVersion> search_versions(Database& database, const std::vector<SearchClause>& clauses,
                                          const std::vector<SortKey>& order, const ResultPage& page);

}  // namespace shohin
