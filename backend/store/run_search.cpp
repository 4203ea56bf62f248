// Two things keep a search from reading every run of an experiment. A clause that few runs fulfil is answered
// from the index on its value first, and only the runs that it names are looked at. An order by a metric,
// param or tag walks the index on its value and stops when the page is full; the runs without a number come
// after those with one, so they are asked for only when the page has room for them.
#include "store/run_search.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "store/key_values.h"
#include "store/search_sql.h"

namespace shohin {
namespace {

constexpr std::int64_t kFewRuns = 2000;

constexpr std::string_view kColumns =
    "SELECT r.run, r.run_id, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time, "
    "r.artifact_uri, r.deleted ";

bool is_value_field(SearchField field) {
  return field == SearchField::kMetric || field == SearchField::kParam || field == SearchField::kTag;
}

std::string_view table_of(SearchField field) {
  if (field == SearchField::kMetric) return "latest_metrics";
  return field == SearchField::kParam ? "params" : "tags";
}

std::string_view column_of(std::string_view key) {
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
      add_comparison(sql, column_of(clause.key), clause,
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

// Everything after WHERE but the order: experiments, lifecycle and clauses.
BoundSql conditions(Database& database, const RunSearch& search) {
  BoundSql sql;
  sql.add("r.experiment_id IN ");
  add_list(sql, search.experiment_ids);
  if (search.view != LifecycleView::kAll) {
    sql.add(" AND r.deleted=?", std::int64_t{search.view == LifecycleView::kDeleted});
  }
  const auto few =
      std::find_if(search.clauses.begin(), search.clauses.end(),
                   [&](const SearchClause& clause) { return finds_few(database, search, clause); });
  for (auto clause = search.clauses.begin(); clause != search.clauses.end(); ++clause) {
    sql.add(" AND ");
    if (clause == few) {
      sql.add("r.run IN (").add(runs_of_clause(search, *clause)).add(")");
    } else {
      add_clause(sql, *clause);
    }
  }
  return sql;
}

// Sorting keys from `first` on; the joined tables are s<index>.
BoundSql order_of(const RunSearch& search, std::size_t first) {
  BoundSql sql;
  sql.add(" ORDER BY ");
  for (std::size_t i = first; i < search.order.size(); ++i) {
    const auto& key = search.order[i];
    const std::string table = "s" + std::to_string(i);
    const std::string value = is_value_field(key.field) ? table + ".value" : std::string(column_of(key.key));
    if (is_value_field(key.field) || key.key == "end_time") sql.add("(" + value + ") IS NULL, ");
    if (key.field == SearchField::kMetric) sql.add(table + ".is_nan, ");
    sql.add(value).add(key.ascending ? " ASC, " : " DESC, ");
  }
  sql.add("r.start_time DESC, r.run_id ASC");
  return sql;
}

void add_joins(BoundSql& sql, const RunSearch& search, std::size_t first) {
  for (std::size_t i = first; i < search.order.size(); ++i) {
    const auto& key = search.order[i];
    if (!is_value_field(key.field)) continue;
    const std::string table = "s" + std::to_string(i);
    sql.add(" LEFT JOIN ")
        .add(table_of(key.field))
        .add(" " + table + " ON " + table + ".run=r.run AND " + table);
    sql.add(".key=?", key.key);
  }
}

void collect(Database& database, BoundSql sql, const ResultPage& page, std::vector<RunInfo>& found) {
  sql.add(" LIMIT ?", page.limit).add(" OFFSET ?", page.offset);
  Statement row(database, sql.sql);
  row.bind_all(sql.values);
  while (row.next()) {
    found.push_back({row.integer(0), row.text(1), row.integer(2), row.text(3), row.text(4),
                     static_cast<RunStatus>(row.integer(5)), row.integer(6), row.maybe_integer(7),
                     row.text(8), row.integer(9) != 0});
  }
}

// FROM and WHERE of the runs whose first sorting key has a number (or a text), walked along its index.
BoundSql with_value(const RunSearch& search, const BoundSql& where) {
  const auto& key = search.order.front();
  BoundSql sql;
  sql.add("FROM ").add(table_of(key.field)).add(" s0 CROSS JOIN runs r ON r.run=s0.run");
  add_joins(sql, search, 1);
  sql.add(" WHERE s0.experiment_id IN ");
  add_list(sql, search.experiment_ids);
  sql.add(" AND s0.key=?", key.key);
  if (key.field == SearchField::kMetric) sql.add(" AND s0.is_nan=0");
  return sql.add(" AND ").add(where);
}

// FROM and WHERE of the others: NaN, then nothing at all.
BoundSql without_value(const RunSearch& search, const BoundSql& where) {
  BoundSql sql;
  sql.add("FROM runs r");
  add_joins(sql, search, 0);
  sql.add(" WHERE ").add(where).add(" AND (s0.run IS NULL");
  if (search.order.front().field == SearchField::kMetric) sql.add(" OR s0.is_nan=1");
  return sql.add(")");
}

std::int64_t count_runs(Database& database, const BoundSql& from) {
  Statement count(database, "SELECT count(*) " + from.sql);
  return count.bind_all(from.values).next() ? count.integer(0) : 0;
}

std::vector<RunInfo> search_by_value(Database& database, const RunSearch& search, const BoundSql& where) {
  std::vector<RunInfo> found;
  const auto from = with_value(search, where);
  BoundSql sql;
  sql.add(kColumns).add(from).add(search.order.front().ascending ? " ORDER BY s0.value ASC, "
                                                                 : " ORDER BY s0.value DESC, ");
  sql.add(std::string_view(order_of(search, 1).sql).substr(std::string_view(" ORDER BY ").size()));
  collect(database, std::move(sql), search.page, found);
  const auto missing = search.page.limit - static_cast<std::int64_t>(found.size());
  if (missing == 0) return found;
  const bool is_past = found.empty() && search.page.offset > 0;
  const ResultPage rest{missing, is_past ? search.page.offset - count_runs(database, from) : 0};
  BoundSql others;
  others.add(kColumns).add(without_value(search, where)).add(order_of(search, 0));
  collect(database, std::move(others), rest, found);
  return found;
}

}  // namespace

std::vector<RunInfo> search_runs(Database& database, const RunSearch& search) {
  if (search.experiment_ids.empty()) return {};
  const auto where = conditions(database, search);
  if (!search.order.empty() && is_value_field(search.order.front().field)) {
    return search_by_value(database, search, where);
  }
  BoundSql sql;
  sql.add(kColumns).add("FROM runs r");
  add_joins(sql, search, 0);
  sql.add(" WHERE ").add(where).add(order_of(search, 0));
  std::vector<RunInfo> found;
  collect(database, std::move(sql), search.page, found);
  return found;
}

}  // namespace shohin
