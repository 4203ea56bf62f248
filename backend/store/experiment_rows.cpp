#include "store/experiment_rows.h"

#include <string_view>

#include "store/key_values.h"
#include "store/search_sql.h"

namespace shohin {
namespace {

constexpr std::string_view kExperimentColumns =
    "SELECT e.experiment_id, e.name, e.artifact_location, e.deleted, e.creation_time, e.last_update_time "
    "FROM experiments e ";

Experiment read_experiment(Database& database, const Statement& row) {
  Experiment experiment{row.integer(0), row.text(1),    row.text(2), row.integer(3) != 0,
                        row.integer(4), row.integer(5), {}};
  experiment.tags = load_key_values(
      database, "SELECT key, value FROM experiment_tags WHERE experiment_id=? ORDER BY key", experiment.id);
  return experiment;
}

std::string_view experiment_column(std::string_view key) {
  if (key == "name") return "e.name";
  if (key == "creation_time") return "e.creation_time";
  if (key == "last_update_time") return "e.last_update_time";
  return "e.experiment_id";
}

void add_clause(BoundSql& sql, const SearchClause& clause) {
  sql.add(" AND ");
  if (clause.field == SearchField::kTag) {
    return add_key_value_clause(sql, "experiment_tags t WHERE t.experiment_id=e.experiment_id", clause);
  }
  const bool is_number = clause.key == "creation_time" || clause.key == "last_update_time";
  add_comparison(
      sql, clause.key == "experiment_id" ? "CAST(e.experiment_id AS TEXT)" : experiment_column(clause.key),
      clause, is_number);
}

void add_order(BoundSql& sql, const std::vector<SortKey>& order) {
  sql.add(" ORDER BY ");
  for (const auto& key : order) sql.add(experiment_column(key.key)).add(key.ascending ? " ASC, " : " DESC, ");
  sql.add(order.empty() ? "e.creation_time DESC, e.experiment_id DESC" : "e.experiment_id ASC");
}

}  // namespace

std::int64_t insert_experiment(Database& database, const Experiment& experiment) {
  Statement(
      database,
      "INSERT INTO experiments (name, artifact_location, creation_time, last_update_time) VALUES (?,?,?,?)")
      .bind(experiment.name)
      .bind(experiment.artifact_location)
      .bind(experiment.creation_time)
      .bind(experiment.last_update_time)
      .run();
  const auto id = database.last_id();
  Statement(database,
            "UPDATE experiments SET artifact_location='mlflow-artifacts:/' || experiment_id "
            "WHERE experiment_id=? AND artifact_location=''")
      .bind(id)
      .run();
  for (const auto& tag : experiment.tags) set_experiment_tag(database, id, tag);
  return id;
}

std::optional<Experiment> find_experiment(Database& database, std::int64_t id) {
  Statement row(database, std::string(kExperimentColumns) + "WHERE e.experiment_id=?");
  if (!row.bind(id).next()) return std::nullopt;
  return read_experiment(database, row);
}

std::optional<Experiment> find_experiment(Database& database, const std::string& name) {
  Statement row(database, std::string(kExperimentColumns) + "WHERE e.name=?");
  if (!row.bind(name).next()) return std::nullopt;
  return read_experiment(database, row);
}

void rename_experiment(Database& database, std::int64_t id, const std::string& name, std::int64_t now) {
  Statement(database, "UPDATE experiments SET name=?, last_update_time=? WHERE experiment_id=?")
      .bind(name)
      .bind(now)
      .bind(id)
      .run();
}

void set_experiment_deleted(Database& database, std::int64_t id, bool is_deleted, std::int64_t now) {
  Statement(database, "UPDATE experiments SET deleted=?, last_update_time=? WHERE experiment_id=?")
      .bind(is_deleted)
      .bind(now)
      .bind(id)
      .run();
  Statement(database, "UPDATE runs SET deleted=? WHERE experiment_id=?").bind(is_deleted).bind(id).run();
}

void set_experiment_tag(Database& database, std::int64_t id, const KeyValue& tag) {
  Statement(database,
            "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?,?,?) "
            "ON CONFLICT (experiment_id, key) DO UPDATE SET value=excluded.value")
      .bind(id)
      .bind(tag.key)
      .bind(tag.value)
      .run();
}

bool delete_experiment_tag(Database& database, std::int64_t id, const std::string& key) {
  Statement(database, "DELETE FROM experiment_tags WHERE experiment_id=? AND key=?").bind(id).bind(key).run();
  return database.changes() > 0;
}

std::vector<Experiment> search_experiments(Database& database, const std::vector<SearchClause>& clauses,
                                           const std::vector<SortKey>& order, LifecycleView view,
                                           const ResultPage& page) {
  BoundSql sql;
  sql.add(kExperimentColumns).add(view == LifecycleView::kAll ? "WHERE 1" : "WHERE e.deleted=");
  if (view != LifecycleView::kAll) sql.add("?", std::int64_t{view == LifecycleView::kDeleted});
  for (const auto& clause : clauses) add_clause(sql, clause);
  add_order(sql, order);
  sql.add(" LIMIT ?", page.limit).add(" OFFSET ?", page.offset);
  Statement rows(database, sql.sql);
  rows.bind_all(sql.values);
  std::vector<Experiment> found;
  while (rows.next()) found.push_back(read_experiment(database, rows));
  return found;
}

}  // namespace shohin
