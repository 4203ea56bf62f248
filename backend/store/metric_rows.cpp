#include "store/metric_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

HistoryPlace place_of(const Metric& metric) {
  return {metric.timestamp, metric.step, stored_number(metric.value)};
}

std::vector<Metric> metric_history(Database& database, std::int64_t run, const std::string& key,
                                   std::int64_t most, const std::optional<HistoryPlace>& after) {
  Statement rows(database,
                 std::string("SELECT value, is_nan, timestamp, step FROM metrics WHERE run=? AND key=? ") +
                     (after ? "AND (timestamp, step, value, is_nan) > (?,?,?,?) " : "") +
                     "ORDER BY timestamp, step, value, is_nan LIMIT ?");
  rows.bind(run).bind(key);
  if (after) rows.bind(after->timestamp).bind(after->step).bind(after->value.value).bind(after->value.is_nan);
  rows.bind(most);
  std::vector<Metric> found;
  while (rows.next()) {
    found.push_back({key, read_number(rows, 0, 1), rows.integer(2), rows.integer(3)});
  }
  return found;
}

std::vector<Metric> sampled_metric(Database& database, const RunInfo& run, const std::string& key,
                                   const StepRange& range, std::int64_t most) {
  // The first of each of `most` equal parts, and the last of all.
  Statement rows(database,
                 "SELECT value, is_nan, timestamp, step, place=points FROM ("
                 "SELECT value, is_nan, timestamp, step, part, place, points, "
                 "lag(part) OVER (ORDER BY place) AS part_before FROM ("
                 "SELECT value, is_nan, timestamp, step, count(*) OVER () AS points, "
                 "row_number() OVER w AS place, ntile(?) OVER w AS part "
                 "FROM metrics WHERE run=? AND key=? AND step BETWEEN ? AND ? "
                 "WINDOW w AS (ORDER BY step, timestamp, value, is_nan))) "
                 "WHERE part IS NOT part_before OR place=points ORDER BY place");
  rows.bind(most).bind(run.key).bind(key).bind(range.start).bind(range.end);
  std::vector<Metric> found;
  while (rows.next()) {
    const bool is_last = rows.integer(4) != 0;
    if (is_last && found.size() == static_cast<std::size_t>(most)) found.pop_back();
    found.push_back({key, read_number(rows, 0, 1), rows.integer(2), rows.integer(3), run.run_id});
  }
  return found;
}

}  // namespace shohin
