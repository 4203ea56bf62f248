#include "store/logged_model_rows.h"

#include <string_view>
#include <utility>

#include "store/enum_column.h"
#include "store/key_values.h"
#include "store/metric_rows.h"

namespace shohin {
namespace {

constexpr EnumRange<ModelStatus> kStatuses{ModelStatus::kUnspecified, ModelStatus::kUploadFailed,
                                           ModelStatus::kUnspecified};

constexpr std::string_view kLoggedModelColumns =
    "SELECT m.model_id, m.experiment_id, m.name, m.model_type, m.source_run_id, m.artifact_uri, m.status, "
    "m.creation_time, m.last_update_time, m.deleted FROM logged_models m ";

std::vector<Metric> load_metrics(Database& database, const std::string& model_id) {
  Statement rows(database,
                 "SELECT key, value, is_nan, timestamp, step, run_id, dataset_name, dataset_digest "
                 "FROM logged_model_metrics WHERE model_id=? ORDER BY key, timestamp, step");
  rows.bind(model_id);
  std::vector<Metric> found;
  while (rows.next()) {
    found.push_back({rows.text(0), read_number(rows, 1, 2), rows.integer(3), rows.integer(4), rows.text(5),
                     model_id, rows.maybe_text(6), rows.maybe_text(7)});
  }
  return found;
}

LoggedModel read_model(Database& database, const Statement& row) {
  LoggedModel model{row.text(0),
                    row.integer(1),
                    row.text(2),
                    row.text(3),
                    row.text(4),
                    row.text(5),
                    read_enum(row, 6, kStatuses),
                    row.integer(7),
                    row.integer(8),
                    row.integer(9) != 0,
                    {},
                    {},
                    {}};
  model.params = load_key_values(
      database, "SELECT key, value FROM logged_model_params WHERE model_id=? ORDER BY key", model.model_id);
  model.tags = load_key_values(
      database, "SELECT key, value FROM logged_model_tags WHERE model_id=? ORDER BY key", model.model_id);
  model.metrics = load_metrics(database, model.model_id);
  return model;
}

std::string_view logged_model_column(std::string_view key) {
  if (key == "name") return "m.name";
  if (key == "model_id") return "m.model_id";
  if (key == "model_type") return "m.model_type";
  if (key == "source_run_id") return "m.source_run_id";
  if (key == "last_updated_timestamp") return "m.last_update_time";
  if (key == "status") {
    return "CASE m.status WHEN 1 THEN 'LOGGED_MODEL_PENDING' WHEN 2 THEN 'LOGGED_MODEL_READY' "
           "WHEN 3 THEN 'LOGGED_MODEL_UPLOAD_FAILED' ELSE 'LOGGED_MODEL_STATUS_UNSPECIFIED' END";
  }
  if (key == "experiment_id") return "m.experiment_id";
  return "m.creation_time";
}

// (t.dataset_name=? [AND t.dataset_digest=?] OR ...)
void add_datasets(BoundSql& sql, const std::vector<DatasetFilter>& datasets) {
  sql.add("(0");
  for (const auto& dataset : datasets) {
    sql.add(" OR (t.dataset_name=?", dataset.name);
    if (dataset.digest) sql.add(" AND t.dataset_digest=?", *dataset.digest);
    sql.add(")");
  }
  sql.add(")");
}

void add_metric_clause(BoundSql& sql, const SearchClause& clause,
                       const std::vector<DatasetFilter>& datasets) {
  sql.add("EXISTS (SELECT 1 FROM logged_model_metrics t WHERE t.model_id=m.model_id AND t.key=?", clause.key);
  if (!datasets.empty()) {
    sql.add(" AND ");
    add_datasets(sql, datasets);
  }
  sql.add(clause.comparison == Comparison::kNotEqual ? " AND (t.is_nan OR " : " AND (t.is_nan=0 AND ");
  add_comparison(sql, "t.value", clause, true);
  sql.add("))");
}

void add_clause(BoundSql& sql, const LoggedModelSearch& search, const SearchClause& clause) {
  sql.add(" AND ");
  switch (clause.field) {
    case SearchField::kMetric:
      return add_metric_clause(sql, clause, search.datasets);
    case SearchField::kParam:
      return add_key_value_clause(sql, "logged_model_params t WHERE t.model_id=m.model_id", clause);
    case SearchField::kTag:
      return add_key_value_clause(sql, "logged_model_tags t WHERE t.model_id=m.model_id", clause);
    default:
      add_comparison(sql, logged_model_column(clause.key), clause,
                     clause.key == "creation_timestamp" || clause.key == "last_updated_timestamp");
  }
}

// The latest value of a metric, as a column to sort by.
void add_metric_order(BoundSql& sql, const LoggedModelOrder& order) {
  BoundSql value;
  value.add(
      "(SELECT t.value FROM logged_model_metrics t WHERE t.model_id=m.model_id AND t.is_nan=0 AND t.key=?",
      order.key.key);
  if (order.dataset_name) value.add(" AND t.dataset_name=?", *order.dataset_name);
  if (order.dataset_digest) value.add(" AND t.dataset_digest=?", *order.dataset_digest);
  value.add(" ORDER BY t.timestamp DESC, t.step DESC LIMIT 1)");
  sql.add(value).add(order.key.ascending ? " ASC NULLS LAST, " : " DESC NULLS LAST, ");
}

}  // namespace

void insert_logged_model(Database& database, const LoggedModel& model) {
  Statement(
      database,
      "INSERT INTO logged_models (model_id, experiment_id, name, model_type, source_run_id, artifact_uri, "
      "status, creation_time, last_update_time) VALUES (?,?,?,?,?,?,?,?,?)")
      .bind(model.model_id)
      .bind(model.experiment_id)
      .bind(model.name)
      .bind(model.model_type)
      .bind(model.source_run_id)
      .bind(model.artifact_uri)
      .bind(static_cast<int>(model.status))
      .bind(model.creation_time)
      .bind(model.last_update_time)
      .run();
  for (const auto& param : model.params) (void)insert_logged_model_param(database, model.model_id, param);
  for (const auto& tag : model.tags) set_logged_model_tag(database, model.model_id, tag);
}

std::optional<LoggedModel> find_logged_model(Database& database, const std::string& model_id) {
  Statement row(database, std::string(kLoggedModelColumns) + "WHERE m.model_id=?");
  if (!row.bind(model_id).next()) return std::nullopt;
  return read_model(database, row);
}

void set_logged_model_status(Database& database, const std::string& model_id, ModelStatus status,
                             std::int64_t now) {
  Statement(database, "UPDATE logged_models SET status=?, last_update_time=? WHERE model_id=?")
      .bind(static_cast<int>(status))
      .bind(now)
      .bind(model_id)
      .run();
}

void set_logged_model_deleted(Database& database, const std::string& model_id, std::int64_t now) {
  Statement(database, "UPDATE logged_models SET deleted=1, last_update_time=? WHERE model_id=?")
      .bind(now)
      .bind(model_id)
      .run();
}

void set_logged_model_tag(Database& database, const std::string& model_id, const KeyValue& tag) {
  Statement(database,
            "INSERT INTO logged_model_tags (model_id, key, value) VALUES (?,?,?) "
            "ON CONFLICT (model_id, key) DO UPDATE SET value=excluded.value")
      .bind(model_id)
      .bind(tag.key)
      .bind(tag.value)
      .run();
}

bool delete_logged_model_tag(Database& database, const std::string& model_id, const std::string& key) {
  Statement(database, "DELETE FROM logged_model_tags WHERE model_id=? AND key=?")
      .bind(model_id)
      .bind(key)
      .run();
  return database.changes() > 0;
}

bool insert_logged_model_param(Database& database, const std::string& model_id, const KeyValue& param) {
  Statement(database,
            "INSERT INTO logged_model_params (model_id, key, value) VALUES (?,?,?) ON CONFLICT DO NOTHING")
      .bind(model_id)
      .bind(param.key)
      .bind(param.value)
      .run();
  return database.changes() > 0;
}

void insert_logged_model_metric(Database& database, const std::string& model_id, const Metric& metric) {
  const auto number = stored_number(metric.value);
  Statement(database,
            "INSERT INTO logged_model_metrics (model_id, key, timestamp, step, run_id, value, is_nan, "
            "dataset_name, "
            "dataset_digest) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING")
      .bind(model_id)
      .bind(metric.key)
      .bind(metric.timestamp)
      .bind(metric.step)
      .bind(metric.run_id)
      .bind(number.value)
      .bind(number.is_nan)
      .bind(metric.dataset_name)
      .bind(metric.dataset_digest)
      .run();
}

std::vector<LoggedModel> search_logged_models(Database& database, const LoggedModelSearch& search) {
  BoundSql sql;
  sql.add(kLoggedModelColumns).add("WHERE m.deleted=0 AND m.experiment_id IN ");
  add_list(sql, search.experiment_ids);
  for (const auto& clause : search.clauses) add_clause(sql, search, clause);
  if (!search.datasets.empty()) {
    sql.add(" AND EXISTS (SELECT 1 FROM logged_model_metrics t WHERE t.model_id=m.model_id AND ");
    add_datasets(sql, search.datasets);
    sql.add(")");
  }
  sql.add(" ORDER BY ");
  for (const auto& order : search.order) {
    if (order.key.field == SearchField::kMetric) {
      add_metric_order(sql, order);
    } else {
      sql.add(logged_model_column(order.key.key)).add(order.key.ascending ? " ASC, " : " DESC, ");
    }
  }
  sql.add("m.creation_time DESC, m.model_id LIMIT ?", search.page.limit).add(" OFFSET ?", search.page.offset);
  Statement rows(database, sql.sql);
  rows.bind_all(sql.values);
  std::vector<LoggedModel> found;
  while (rows.next()) found.push_back(read_model(database, rows));
  return found;
}

}  // namespace shohin
