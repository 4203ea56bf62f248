#include "store/metric_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "store/run_rows.h"

namespace shohin {

StoredNumber stored_number(double value) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  if (std::isnan(value)) return {0, true};
  return {std::clamp(value, -kLargest, kLargest), false};
}

double read_number(const Statement& row, int value_column, int nan_column) {
  return row.integer(nan_column) != 0 ? std::numeric_limits<double>::quiet_NaN() : row.number(value_column);
}

void insert_metric(Database& database, const RunInfo& run, const Metric& metric) {
  const auto number = stored_number(metric.value);
  Statement(database,
            "INSERT INTO metrics (run, key, timestamp, step, value, is_nan) VALUES (?,?,?,?,?,?) "
            "ON CONFLICT DO NOTHING")
      .bind(run.key)
      .bind(metric.key)
      .bind(metric.timestamp)
      .bind(metric.step)
      .bind(number.value)
      .bind(number.is_nan)
      .run();
  Statement(database,
            "INSERT INTO latest_metrics (run, key, timestamp, step, value, is_nan, experiment_id) "
            "VALUES (?,?,?,?,?,?,?) ON CONFLICT (run, key) DO UPDATE SET timestamp=excluded.timestamp, "
            "step=excluded.step, value=excluded.value, is_nan=excluded.is_nan "
            "WHERE (excluded.step, excluded.timestamp, excluded.value) > "
            "(latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)")
      .bind(run.key)
      .bind(metric.key)
      .bind(metric.timestamp)
      .bind(metric.step)
      .bind(number.value)
      .bind(number.is_nan)
      .bind(run.experiment_id)
      .run();
}

std::vector<Metric> load_latest_metrics(Database& database, std::int64_t run) {
  Statement rows(database,
                 "SELECT key, value, is_nan, timestamp, step FROM latest_metrics WHERE run=? ORDER BY key");
  rows.bind(run);
  std::vector<Metric> found;
  while (rows.next()) {
    found.push_back({rows.text(0), read_number(rows, 1, 2), rows.integer(3), rows.integer(4)});
  }
  return found;
}

std::vector<Metric> metric_history(Database& database, std::int64_t run, const std::string& key,
                                   const ResultPage& page) {
  Statement rows(database,
                 "SELECT value, is_nan, timestamp, step FROM metrics WHERE run=? AND key=? "
                 "ORDER BY timestamp, step, value LIMIT ? OFFSET ?");
  rows.bind(run).bind(key).bind(page.limit).bind(page.offset);
  std::vector<Metric> found;
  while (rows.next()) {
    found.push_back({key, read_number(rows, 0, 1), rows.integer(2), rows.integer(3)});
  }
  return found;
}

std::vector<std::int64_t> metric_steps(Database& database, const std::vector<RunInfo>& runs,
                                       const std::string& key, const StepRange& range) {
  std::set<std::int64_t> steps;
  for (const auto& run : runs) {
    Statement rows(database,
                   "SELECT DISTINCT step FROM metrics WHERE run=? AND key=? AND step BETWEEN ? AND ?");
    rows.bind(run.key).bind(key).bind(range.start).bind(range.end);
    while (rows.next()) steps.insert(rows.integer(0));
  }
  return {steps.begin(), steps.end()};
}

std::vector<Metric> metrics_at_steps(Database& database, const RunInfo& run, const std::string& key,
                                     const std::vector<std::int64_t>& steps) {
  Statement rows(database,
                 "SELECT value, is_nan, timestamp, step FROM metrics WHERE run=? AND key=? "
                 "ORDER BY step, timestamp, value");
  rows.bind(run.key).bind(key);
  std::vector<Metric> found;
  while (rows.next()) {
    if (!std::binary_search(steps.begin(), steps.end(), rows.integer(3))) continue;
    found.push_back({key, read_number(rows, 0, 1), rows.integer(2), rows.integer(3), run.run_id});
  }
  return found;
}

}  // namespace shohin
