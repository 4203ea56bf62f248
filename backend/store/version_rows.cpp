#include "store/version_rows.h"

#include <string_view>
#include <utility>

#include "store/enum_column.h"
#include "store/key_values.h"
#include "store/prompts.h"

namespace shohin {
namespace {

constexpr EnumRange<Stage> kStages{Stage::kNone, Stage::kArchived, Stage::kNone};

constexpr std::string_view kVersionColumns =
    "SELECT v.registered_model, m.name, v.version, v.description, v.source, v.artifact_uri, v.run_id, "
    "v.run_link, "
    "v.model_id, v.stage, v.creation_time, v.last_update_time, v.file_sha256, v.file_size "
    "FROM model_versions v JOIN registered_models m ON m.registered_model=v.registered_model ";
constexpr std::string_view kTags =
    "model_version_tags t WHERE t.registered_model=v.registered_model AND t.version=v.version";

void load_tags_and_aliases(Database& database, ModelVersion& version) {
  Statement tags(
      database,
      "SELECT key, value FROM model_version_tags WHERE registered_model=? AND version=? ORDER BY key");
  tags.bind(version.model_key).bind(version.version);
  while (tags.next()) version.tags.push_back({tags.text(0), tags.text(1)});
  Statement aliases(database,
                    "SELECT alias FROM aliases WHERE registered_model=? AND version=? ORDER BY alias");
  aliases.bind(version.model_key).bind(version.version);
  while (aliases.next()) version.aliases.push_back(aliases.text(0));
}

ModelVersion read_version(Database& database, const Statement& row) {
  ModelVersion version{row.integer(0),
                       row.text(1),
                       row.integer(2),
                       row.text(3),
                       row.text(4),
                       row.text(5),
                       row.text(6),
                       row.text(7),
                       row.text(8),
                       read_enum(row, 9, kStages),
                       row.integer(10),
                       row.integer(11),
                       row.maybe_text(12),
                       static_cast<std::uint64_t>(row.integer(13)),
                       {},
                       {}};
  load_tags_and_aliases(database, version);
  return version;
}

std::vector<ModelVersion> read_all(Database& database, Statement& rows) {
  std::vector<ModelVersion> found;
  while (rows.next()) found.push_back(read_version(database, rows));
  return found;
}

std::optional<ModelVersion> next_version(Database& database, Statement& row) {
  if (!row.next()) return std::nullopt;
  return read_version(database, row);
}

std::string_view version_column(std::string_view key) {
  if (key == "name") return "m.name";
  if (key == "run_id") return "v.run_id";
  if (key == "source_path") return "v.source";
  if (key == "creation_timestamp") return "v.creation_time";
  if (key == "last_updated_timestamp") return "v.last_update_time";
  return "v.version";
}

bool is_number(std::string_view key) {
  return key == "version_number" || key == "creation_timestamp" || key == "last_updated_timestamp";
}

std::int64_t next_number(Database& database, std::int64_t model_key) {
  Statement row(database,
                "UPDATE registered_models SET last_version=last_version+1 WHERE registered_model=? "
                "RETURNING last_version");
  row.bind(model_key);
  const auto number = row.next() ? row.integer(0) : 0;
  row.run();
  return number;
}

}  // namespace

void insert_version_as(Database& database, const ModelVersion& version) {
  Statement(
      database,
      "INSERT INTO model_versions (registered_model, version, description, source, artifact_uri, run_id, "
      "run_link, model_id, stage, creation_time, last_update_time, file_sha256, file_size) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .bind(version.model_key)
      .bind(version.version)
      .bind(version.description)
      .bind(version.source)
      .bind(version.artifact_uri)
      .bind(version.run_id)
      .bind(version.run_link)
      .bind(version.model_id)
      .bind(static_cast<int>(version.stage))
      .bind(version.creation_time)
      .bind(version.last_update_time)
      .bind(version.file_sha256)
      .bind(version.file_size)
      .run();
  for (const auto& tag : version.tags) set_version_tag(database, version, tag);
}

std::int64_t insert_version(Database& database, const ModelVersion& version) {
  auto numbered = version;
  numbered.version = next_number(database, version.model_key);
  insert_version_as(database, numbered);
  return numbered.version;
}

std::optional<ModelVersion> find_version(Database& database, std::int64_t model_key, std::int64_t version) {
  Statement row(database, std::string(kVersionColumns) + "WHERE v.registered_model=? AND v.version=?");
  row.bind(model_key).bind(version);
  return next_version(database, row);
}

std::optional<ModelVersion> find_highest_version(Database& database, std::int64_t model_key) {
  Statement row(database,
                std::string(kVersionColumns) + "WHERE v.registered_model=? ORDER BY v.version DESC LIMIT 1");
  row.bind(model_key);
  return next_version(database, row);
}

std::optional<ModelVersion> find_version_of_file(Database& database, const std::string& sha256) {
  Statement row(database,
                std::string(kVersionColumns) + "WHERE v.file_sha256=? ORDER BY v.creation_time LIMIT 1");
  row.bind(sha256);
  return next_version(database, row);
}

std::vector<ModelVersion> versions_of_run(Database& database, const std::string& run_id) {
  Statement rows(database, std::string(kVersionColumns) + "WHERE v.run_id=? ORDER BY m.name, v.version");
  rows.bind(run_id);
  return read_all(database, rows);
}

std::vector<ModelVersion> latest_versions(Database& database, std::int64_t model_key) {
  Statement rows(
      database,
      std::string(kVersionColumns) +
          "WHERE v.registered_model=?1 AND v.version IN (SELECT coalesce(CASE WHEN stage=2 THEN "
          "(SELECT a.version FROM aliases a WHERE a.registered_model=?1 AND a.alias='production') END, "
          "max(version)) FROM model_versions WHERE registered_model=?1 GROUP BY stage) ORDER BY v.stage");
  rows.bind(model_key);
  return read_all(database, rows);
}

std::vector<ModelVersion> versions_in_stage(Database& database, std::int64_t model_key, Stage stage) {
  Statement rows(database, std::string(kVersionColumns) +
                               "WHERE v.registered_model=? AND v.stage=? ORDER BY v.version DESC");
  rows.bind(model_key).bind(static_cast<int>(stage));
  return read_all(database, rows);
}

void update_version(Database& database, const ModelVersion& version) {
  Statement(
      database,
      "UPDATE model_versions SET description=?, stage=?, last_update_time=?, file_sha256=?, file_size=? "
      "WHERE registered_model=? AND version=?")
      .bind(version.description)
      .bind(static_cast<int>(version.stage))
      .bind(version.last_update_time)
      .bind(version.file_sha256)
      .bind(version.file_size)
      .bind(version.model_key)
      .bind(version.version)
      .run();
}

void delete_version(Database& database, const ModelVersion& version) {
  Statement(database, "DELETE FROM model_versions WHERE registered_model=? AND version=?")
      .bind(version.model_key)
      .bind(version.version)
      .run();
}

void set_version_tag(Database& database, const ModelVersion& version, const KeyValue& tag) {
  Statement(database,
            "INSERT INTO model_version_tags (registered_model, version, key, value) VALUES (?,?,?,?) "
            "ON CONFLICT (registered_model, version, key) DO UPDATE SET value=excluded.value")
      .bind(version.model_key)
      .bind(version.version)
      .bind(tag.key)
      .bind(tag.value)
      .run();
}

void delete_version_tag(Database& database, const ModelVersion& version, const std::string& key) {
  Statement(database, "DELETE FROM model_version_tags WHERE registered_model=? AND version=? AND key=?")
      .bind(version.model_key)
      .bind(version.version)
      .bind(key)
      .run();
}

std::vector<ModelVersion> search_versions(Database& database, const std::vector<SearchClause>& clauses,
                                          const std::vector<SortKey>& order, const ResultPage& page) {
  BoundSql sql;
  sql.add(kVersionColumns).add("WHERE 1");
  for (const auto& clause : clauses) {
    sql.add(" AND ");
    if (clause.field != SearchField::kTag) {
      add_comparison(sql, version_column(clause.key), clause, is_number(clause.key));
    } else if (!is_prompt_clause(clause)) {
      add_key_value_clause(sql, kTags, clause);
    } else {
      sql.add("1");
    }
  }
  add_prompt_condition(sql, kTags, clauses);
  sql.add(" ORDER BY ");
  for (const auto& key : order) sql.add(version_column(key.key)).add(key.ascending ? " ASC, " : " DESC, ");
  sql.add("v.last_update_time DESC, m.name ASC, v.version DESC LIMIT ?", page.limit);
  sql.add(" OFFSET ?", page.offset);
  Statement rows(database, sql.sql);
  rows.bind_all(sql.values);
  return read_all(database, rows);
}

}  // namespace shohin
