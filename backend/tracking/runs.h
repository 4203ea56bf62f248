// Runs and what they hold: the rules of MLflow over the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlflow/clock.h"
#include "mlflow/page_token.h"
#include "store/metric_rows.h"
#include "store/records.h"
#include "store/store.h"

namespace shohin {

struct NewRun {
  std::string experiment_id;
  std::string user_id;
  std::string name;
  std::optional<std::int64_t> start_time;
  std::vector<KeyValue> tags;
};

struct RunChange {
  std::optional<RunStatus> status;
  std::optional<std::int64_t> end_time;
  std::string name;  // empty: as it is
};

struct RunBatch {
  std::vector<Metric> metrics;
  std::vector<KeyValue> params, tags;
};

struct RunQuery {
  std::vector<std::string> experiment_ids;
  std::string filter;
  std::vector<std::string> order_by;
  LifecycleView view = LifecycleView::kActive;
  std::int64_t max_results = 1000;  // 1..50000
  std::string page_token;
};

struct HistoryQuery {
  std::string run_id, key;
  std::optional<std::int64_t> max_results;  // all when there is none
  std::string page_token;
};

struct SampledHistoryQuery {
  std::vector<std::string> run_ids;  // 1..100
  std::string key;
  std::optional<std::int64_t> start_step, end_step;  // both or none
  std::int64_t max_results = 320;                    // 1..2500
};

struct BulkHistoryQuery {
  std::vector<std::string> run_ids;  // 1..100
  std::string key;
  std::int64_t max_results = 25'000;  // of all runs together; no more than this
};

// A run that nobody knows fails with kResourceDoesNotExist, writing to a deleted one and every bad name or
// value with kInvalidParameterValue.
class Runs {
 public:
  Runs(Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  Outcome<Run> create(const NewRun& run);
  Outcome<Run> get(const std::string& run_id);
  Outcome<RunInfo> update(const std::string& run_id, const RunChange& change);
  Outcome<void> remove(const std::string& run_id);   // again is fine
  Outcome<void> restore(const std::string& run_id);  // again is fine
  Outcome<Paged<Run>> search(const RunQuery& query);

  // All of it or nothing. A param may be logged again with the same value only.
  Outcome<void> log(const std::string& run_id, const RunBatch& batch);
  // As log(), within the limits of log-batch: 1000 metrics, 100 params, 100 tags, 1000 together.
  Outcome<void> log_batch(const std::string& run_id, const RunBatch& batch);
  Outcome<void> delete_tag(const std::string& run_id, const std::string& key);  // kResourceDoesNotExist
  Outcome<void> log_inputs(const std::string& run_id, const std::vector<DatasetInput>& datasets,
                           const std::vector<std::string>& model_ids);
  Outcome<void> log_outputs(const std::string& run_id, const std::vector<ModelOutput>& outputs);
  // Adds the JSON of a model to the list in the tag mlflow.log-model.history, as clients before 3.0 want it.
  Outcome<void> log_model_history(const std::string& run_id, const std::string& model_json);

  // Nothing for a run or key that nobody knows.
  Outcome<Paged<Metric>> history(const HistoryQuery& query);
  // Each run evenly sampled for itself, with its first and last point; what nobody knows is left out.
  Outcome<std::vector<Metric>> sampled_history(const SampledHistoryQuery& query);
  // One run after the other, by id; what nobody knows is left out.
  Outcome<std::vector<Metric>> bulk_history(const BulkHistoryQuery& query);

 private:
  Store& store_;
  Clock clock_;
};

// Inside a job.
Outcome<RunInfo> require_run(Database& database, const std::string& run_id);
Outcome<RunInfo> writable_run(Database& database, const std::string& run_id);

}  // namespace shohin
