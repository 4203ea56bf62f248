// Metrics of runs in the database: every point, and of each metric the latest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/search_clause.h"

namespace shohin {

// How a value lies in a REAL column: NaN as 0 beside a flag.
struct StoredNumber {
  double value = 0;
  bool is_nan = false;
};
StoredNumber stored_number(double value);
double read_number(const Statement& row, int value_column, int nan_column);

std::vector<Metric> load_latest_metrics(Database& database, std::int64_t run);

// Of a point in its history, whose order this is: no two have the same.
struct HistoryPlace {
  std::int64_t timestamp = 0, step = 0;
  StoredNumber value;
};
HistoryPlace place_of(const Metric& metric);

// The first so many points, or the first behind a place; without the run's id.
std::vector<Metric> metric_history(Database& database, std::int64_t run, const std::string& key,
                                   std::int64_t most, const std::optional<HistoryPlace>& after = {});

struct StepRange {
  std::int64_t start = INT64_MIN, end = INT64_MAX;  // inclusive
};
// At most so many points (1 or more) within the range, evenly spread over them in the order step, timestamp,
// value, the first and the last among them; of one, the last.
std::vector<Metric> sampled_metric(Database& database, const RunInfo& run, const std::string& key,
                                   const StepRange& range, std::int64_t most);

}  // namespace shohin
