// Two things keep a search from reading every run of an experiment. A clause that few runs fulfil is answered
// from the index on its value first, and only the runs that it names are looked at and sorted. Otherwise an
// order by a metric, param or tag is cut into layers: the runs with a number, walked along the index on the
// value until the page is full; then those with NaN; then those without. A later layer is asked only when the
// page has room left.
#include "store/run_search.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "store/enum_column.h"
#include "store/key_values.h"
#include "store/search_sql.h"

namespace shohin {
namespace {

constexpr std::int64_t kFewRuns = 2000;

constexpr std::string_view kRunColumns =
    "SELECT r.run, r.run_id, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time, "
    "r.artifact_uri, r.deleted ";

bool is_value_field(SearchField field) {
  return field == SearchField::kMetric || field == SearchField::kParam || field == SearchField::kTag;
}

std::string_view table_of(SearchField field) {
  if (field == SearchField::kMetric) return "latest_metrics";
  return field == SearchField::kParam ? "params" : "tags";
}

std::string_view run_column(std::string_view key) {
  if (key == "run_id") return "r.run_id";
  if (key == "run_name") return "r.name";
  if (key == "user_id") return "r.user_id";
  if (key == "artifact_uri") return "r.artifact_uri";
  if (key == "end_time") return "r.end_time";
  if (key == "status") {
    return "CASE r.status WHEN 1 THEN 'RUNNING' WHEN 2 THEN 'SCHEDULED' WHEN 3 THEN 'FINISHED' "
           "WHEN 4 THEN 'FAILED' ELSE 'KILLED' END";
  }
  return "r.start_time";
}

// NaN differs from every number and is not more or less than any.
void add_metric_comparison(BoundSql& sql, const SearchClause& clause) {
  if (clause.comparison == Comparison::kNotEqual) {
    sql.add("(t.is_nan OR ");
    add_comparison(sql, "t.value", clause, true);
    sql.add(")");
    return;
  }
  sql.add("t.is_nan=0 AND ");
  add_comparison(sql, "t.value", clause, true);
}

void add_dataset_clause(BoundSql& sql, const SearchClause& clause) {
  if (clause.key == "context") {
    sql.add(
        "EXISTS (SELECT 1 FROM run_dataset_tags t WHERE t.run=r.run AND t.key='mlflow.data.context' AND ");
    add_comparison(sql, "t.value", clause, false);
  } else {
    sql.add(
        "EXISTS (SELECT 1 FROM run_datasets d JOIN datasets t ON t.dataset=d.dataset WHERE d.run=r.run AND ");
    add_comparison(sql, clause.key == "name" ? "t.name" : "t.digest", clause, false);
  }
  sql.add(")");
}

void add_clause(BoundSql& sql, const SearchClause& clause) {
  switch (clause.field) {
    case SearchField::kMetric:
      sql.add("EXISTS (SELECT 1 FROM latest_metrics t WHERE t.run=r.run AND t.key=?", clause.key)
          .add(" AND ");
      add_metric_comparison(sql, clause);
      sql.add(")");
      return;
    case SearchField::kParam:
      return add_key_value_clause(sql, "params t WHERE t.run=r.run", clause);
    case SearchField::kTag:
      return add_key_value_clause(sql, "tags t WHERE t.run=r.run", clause);
    case SearchField::kDataset:
      return add_dataset_clause(sql, clause);
    case SearchField::kAttribute:
      add_comparison(sql, run_column(clause.key), clause,
                     clause.key == "start_time" || clause.key == "end_time");
  }
}

// SELECT t.run FROM the clause's table, by the index on its values.
BoundSql runs_of_clause(const RunSearch& search, const SearchClause& clause) {
  BoundSql sql;
  sql.add("SELECT t.run FROM ").add(table_of(clause.field)).add(" t WHERE t.experiment_id IN ");
  add_list(sql, search.experiment_ids);
  sql.add(" AND t.key=?", clause.key).add(" AND ");
  if (clause.field == SearchField::kMetric) {
    add_metric_comparison(sql, clause);
  } else {
    add_comparison(sql, "t.value", clause, false);
  }
  return sql;
}

bool finds_few(Database& database, const RunSearch& search, const SearchClause& clause) {
  const bool is_indexed = is_value_field(clause.field) && clause.comparison != Comparison::kNotEqual &&
                          clause.comparison != Comparison::kIsNull &&
                          clause.comparison != Comparison::kIsNotNull;
  if (!is_indexed) return false;
  BoundSql sql;
  sql.add("SELECT count(*) FROM (").add(runs_of_clause(search, clause)).add(" LIMIT ?)", kFewRuns + 1);
  Statement count(database, sql.sql);
  return count.bind_all(sql.values).next() && count.integer(0) <= kFewRuns;
}

// A search with what has been found out about it.
struct Plan {
  const RunSearch& search;
  const SearchClause* few = nullptr;  // few runs fulfil this one
  BoundSql where;                     // experiments, lifecycle and all other clauses
};

Plan plan_search(Database& database, const RunSearch& search) {
  Plan plan{search, nullptr, {}};
  const auto few =
      std::find_if(search.clauses.begin(), search.clauses.end(),
                   [&](const SearchClause& clause) { return finds_few(database, search, clause); });
  if (few != search.clauses.end()) plan.few = &*few;
  plan.where.add("r.experiment_id IN ");
  add_list(plan.where, search.experiment_ids);
  if (search.view != LifecycleView::kAll) {
    plan.where.add(" AND r.deleted=?", std::int64_t{search.view == LifecycleView::kDeleted});
  }
  for (const auto& clause : search.clauses) {
    if (&clause == plan.few) continue;
    plan.where.add(" AND ");
    add_clause(plan.where, clause);
  }
  return plan;
}

// Some of the runs that a search finds, in their order.
struct Layer {
  BoundSql from;  // FROM and WHERE
  std::string order;
};

// Sorting keys from `first` on; the joined tables are s<index>.
std::string order_from(const RunSearch& search, std::size_t first) {
  std::string sql;
  for (std::size_t i = first; i < search.order.size(); ++i) {
    const auto& key = search.order[i];
    const std::string table = "s" + std::to_string(i);
    const std::string value = is_value_field(key.field) ? table + ".value" : std::string(run_column(key.key));
    if (key.field == SearchField::kMetric) sql += table + ".is_nan ASC NULLS LAST, ";
    sql += value + (key.ascending ? " ASC NULLS LAST, " : " DESC NULLS LAST, ");
  }
  return sql + "r.start_time DESC, r.run_id ASC";
}

void add_joins(BoundSql& sql, const RunSearch& search, std::size_t first) {
  for (std::size_t i = first; i < search.order.size(); ++i) {
    const auto& key = search.order[i];
    if (!is_value_field(key.field)) continue;
    const std::string table = "s" + std::to_string(i);
    sql.add(" LEFT JOIN ").add(table_of(key.field)).add(" ").add(table).add(" ON ").add(table);
    sql.add(".run=r.run AND ").add(table).add(".key=?", key.key);
  }
}

Layer everything(const Plan& plan) {
  Layer layer;
  if (plan.few != nullptr) {
    // CROSS JOIN keeps SQLite from looking at the runs first.
    layer.from.add("FROM (").add(runs_of_clause(plan.search, *plan.few));
    layer.from.add(") f CROSS JOIN runs r ON r.run=f.run");
  } else {
    layer.from.add("FROM runs r");
  }
  add_joins(layer.from, plan.search, 0);
  layer.from.add(" WHERE ").add(plan.where);
  layer.order = order_from(plan.search, 0);
  return layer;
}

// The runs whose first sorting key has a value; of metrics those with a number, or those with NaN.
Layer with_value(const Plan& plan, bool is_nan) {
  const auto& key = plan.search.order.front();
  Layer layer;
  layer.from.add("FROM ").add(table_of(key.field)).add(" s0 CROSS JOIN runs r ON r.run=s0.run");
  add_joins(layer.from, plan.search, 1);
  layer.from.add(" WHERE s0.experiment_id IN ");
  add_list(layer.from, plan.search.experiment_ids);
  layer.from.add(" AND s0.key=?", key.key);
  if (key.field == SearchField::kMetric) layer.from.add(" AND s0.is_nan=?", std::int64_t{is_nan});
  layer.from.add(" AND ").add(plan.where);
  layer.order = is_nan ? "" : key.ascending ? "s0.value ASC, " : "s0.value DESC, ";
  layer.order += order_from(plan.search, 1);
  return layer;
}

Layer without_value(const Plan& plan) {
  const auto& key = plan.search.order.front();
  Layer layer;
  layer.from.add("FROM runs r");
  add_joins(layer.from, plan.search, 1);
  layer.from.add(" WHERE ").add(plan.where).add(" AND NOT EXISTS (SELECT 1 FROM ").add(table_of(key.field));
  layer.from.add(" t WHERE t.run=r.run AND t.key=?)", key.key);
  layer.order = order_from(plan.search, 1);
  return layer;
}

std::vector<Layer> layers_of(const Plan& plan) {
  const auto& order = plan.search.order;
  if (plan.few != nullptr || order.empty() || !is_value_field(order.front().field)) return {everything(plan)};
  std::vector<Layer> layers = {with_value(plan, false)};
  if (order.front().field == SearchField::kMetric) layers.push_back(with_value(plan, true));
  layers.push_back(without_value(plan));
  return layers;
}

void collect(Database& database, const Layer& layer, const ResultPage& page, std::vector<RunInfo>& found) {
  BoundSql sql;
  sql.add(kRunColumns).add(layer.from).add(" ORDER BY ").add(layer.order);
  sql.add(" LIMIT ?", page.limit).add(" OFFSET ?", page.offset);
  Statement row(database, sql.sql);
  row.bind_all(sql.values);
  while (row.next()) {
    found.push_back({row.integer(0), row.text(1), row.integer(2), row.text(3), row.text(4),
                     read_enum(row, 5, kRunStatusRange), row.integer(6), row.maybe_integer(7), row.text(8),
                     row.integer(9) != 0});
  }
}

std::int64_t count_runs(Database& database, const Layer& layer) {
  Statement count(database, "SELECT count(*) " + layer.from.sql);
  return count.bind_all(layer.from.values).next() ? count.integer(0) : 0;
}

}  // namespace

std::vector<RunInfo> search_runs(Database& database, const RunSearch& search) {
  if (search.experiment_ids.empty()) return {};
  const auto plan = plan_search(database, search);
  std::vector<RunInfo> found;
  auto skip = search.page.offset;
  for (const auto& layer : layers_of(plan)) {
    const auto missing = search.page.limit - static_cast<std::int64_t>(found.size());
    if (missing == 0) break;
    const auto before = found.size();
    collect(database, layer, {missing, skip}, found);
    const bool is_past = found.size() == before && skip > 0;
    skip = is_past ? skip - count_runs(database, layer) : 0;
  }
  return found;
}

}  // namespace shohin
