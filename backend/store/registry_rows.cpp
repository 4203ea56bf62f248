#include "store/registry_rows.h"

#include <string_view>
#include <utility>

#include "store/key_values.h"
#include "store/prompts.h"
#include "store/version_rows.h"

namespace shohin {
namespace {

constexpr std::string_view kModelColumns =
    "SELECT m.registered_model, m.name, m.description, m.creation_time, m.last_update_time FROM "
    "registered_models m ";
constexpr std::string_view kTags = "registered_model_tags t WHERE t.registered_model=m.registered_model";

std::vector<Alias> load_aliases(Database& database, std::int64_t model_key) {
  Statement rows(database, "SELECT alias, version FROM aliases WHERE registered_model=? ORDER BY alias");
  rows.bind(model_key);
  std::vector<Alias> found;
  while (rows.next()) found.push_back({rows.text(0), rows.integer(1)});
  return found;
}

RegisteredModel read_model(Database& database, const Statement& row) {
  RegisteredModel model{
      row.integer(0), row.text(1), row.maybe_text(2), row.integer(3), row.integer(4), {}, {}, {}};
  model.tags = load_key_values(
      database, "SELECT key, value FROM registered_model_tags WHERE registered_model=? ORDER BY key",
      model.key);
  model.aliases = load_aliases(database, model.key);
  model.latest_versions = latest_versions(database, model.key);
  return model;
}

std::string_view model_column(std::string_view key) {
  if (key == "creation_timestamp") return "m.creation_time";
  if (key == "last_updated_timestamp") return "m.last_update_time";
  return "m.name";
}

}  // namespace

std::int64_t insert_registered_model(Database& database, const RegisteredModel& model) {
  Statement(
      database,
      "INSERT INTO registered_models (name, description, creation_time, last_update_time) VALUES (?,?,?,?)")
      .bind(model.name)
      .bind(model.description)
      .bind(model.creation_time)
      .bind(model.last_update_time)
      .run();
  const auto key = database.last_id();
  for (const auto& tag : model.tags) set_registered_model_tag(database, key, tag);
  return key;
}

std::optional<RegisteredModel> find_registered_model(Database& database, const std::string& name) {
  Statement row(database, std::string(kModelColumns) + "WHERE m.name=?");
  if (!row.bind(name).next()) return std::nullopt;
  return read_model(database, row);
}

void update_registered_model(Database& database, const RegisteredModel& model) {
  Statement(database,
            "UPDATE registered_models SET name=?, description=?, last_update_time=? WHERE registered_model=?")
      .bind(model.name)
      .bind(model.description)
      .bind(model.last_update_time)
      .bind(model.key)
      .run();
}

void delete_registered_model(Database& database, std::int64_t model_key) {
  Statement(database, "DELETE FROM registered_models WHERE registered_model=?").bind(model_key).run();
}

void set_registered_model_tag(Database& database, std::int64_t model_key, const KeyValue& tag) {
  Statement(database,
            "INSERT INTO registered_model_tags (registered_model, key, value) VALUES (?,?,?) "
            "ON CONFLICT (registered_model, key) DO UPDATE SET value=excluded.value")
      .bind(model_key)
      .bind(tag.key)
      .bind(tag.value)
      .run();
}

void delete_registered_model_tag(Database& database, std::int64_t model_key, const std::string& key) {
  Statement(database, "DELETE FROM registered_model_tags WHERE registered_model=? AND key=?")
      .bind(model_key)
      .bind(key)
      .run();
}

void set_alias(Database& database, std::int64_t model_key, const Alias& alias) {
  Statement(database,
            "INSERT INTO aliases (registered_model, alias, version) VALUES (?,?,?) "
            "ON CONFLICT (registered_model, alias) DO UPDATE SET version=excluded.version")
      .bind(model_key)
      .bind(alias.alias)
      .bind(alias.version)
      .run();
}

void delete_alias(Database& database, std::int64_t model_key, const std::string& alias) {
  Statement(database, "DELETE FROM aliases WHERE registered_model=? AND alias=?")
      .bind(model_key)
      .bind(alias)
      .run();
}

std::optional<std::int64_t> find_alias(Database& database, std::int64_t model_key, const std::string& alias) {
  Statement row(database, "SELECT version FROM aliases WHERE registered_model=? AND alias=?");
  if (!row.bind(model_key).bind(alias).next()) return std::nullopt;
  return row.integer(0);
}

void note_production_version(Database& database, std::int64_t model_key, std::int64_t version) {
  Statement(database,
            "UPDATE registered_models SET highest_production_version=max(highest_production_version, ?) "
            "WHERE registered_model=?")
      .bind(version)
      .bind(model_key)
      .run();
}

std::int64_t highest_production_version(Database& database, std::int64_t model_key) {
  Statement row(database,
                "SELECT highest_production_version FROM registered_models WHERE registered_model=?");
  return row.bind(model_key).next() ? row.integer(0) : 0;
}

std::vector<RegisteredModel> search_registered_models(Database& database,
                                                      const std::vector<SearchClause>& clauses,
                                                      const std::vector<SortKey>& order,
                                                      const ResultPage& page) {
  BoundSql sql;
  sql.add(kModelColumns).add("WHERE 1");
  for (const auto& clause : clauses) {
    sql.add(" AND ");
    if (clause.field != SearchField::kTag) {
      add_comparison(sql, model_column(clause.key), clause, clause.key != "name");
    } else if (!is_prompt_clause(clause)) {
      add_key_value_clause(sql, kTags, clause);
    } else {
      sql.add("1");
    }
  }
  add_prompt_condition(sql, kTags, clauses);
  sql.add(" ORDER BY ");
  for (const auto& key : order) sql.add(model_column(key.key)).add(key.ascending ? " ASC, " : " DESC, ");
  sql.add("m.name ASC LIMIT ?", page.limit).add(" OFFSET ?", page.offset);
  Statement rows(database, sql.sql);
  rows.bind_all(sql.values);
  std::vector<RegisteredModel> found;
  while (rows.next()) found.push_back(read_model(database, rows));
  return found;
}

std::vector<std::string> models_with_alias(Database& database, const std::string& alias) {
  Statement rows(database,
                 "SELECT m.name FROM aliases a JOIN registered_models m "
                 "ON m.registered_model=a.registered_model WHERE a.alias=? ORDER BY m.name");
  rows.bind(alias);
  std::vector<std::string> found;
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

}  // namespace shohin
