// Experiments: the rules of MLflow over the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlflow/clock.h"
#include "mlflow/page_token.h"
#include "store/dataset_summaries.h"
#include "store/records.h"
#include "store/store.h"

namespace shohin {

struct NewExperiment {
  std::string name;
  std::optional<std::string> artifact_location;
  std::vector<KeyValue> tags;
};

struct ExperimentSearch {
  std::string filter;
  std::vector<std::string> order_by;
  LifecycleView view = LifecycleView::kActive;
  std::int64_t max_results = 0;  // 1..50000, must be given
  std::string page_token;
};

class Experiments {
 public:
  Experiments(Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  // The id. Fails with kResourceAlreadyExists when the name is taken, also by a deleted one, and with
  // kInvalidParameterValue for a bad name, tag or location.
  Outcome<std::int64_t> create(const NewExperiment& experiment);
  // Also deleted ones. Fails with kResourceDoesNotExist; kInvalidParameterValue for an id that is no number.
  Outcome<Experiment> get(const std::string& id);
  Outcome<Experiment> get_by_name(const std::string& name);
  Outcome<Paged<Experiment>> search(const ExperimentSearch& search);
  // The data sets that runs of 1..20 experiments name; 1000 at most.
  Outcome<std::vector<DatasetSummary>> datasets_of(const std::vector<std::string>& ids);

  // What follows fails as get() does, and for an experiment in the wrong state of life: rename and tags with
  // kInvalidParameterValue, remove and restore with kResourceDoesNotExist.
  Outcome<void> rename(const std::string& id,
                       const std::string& name);  // kBadRequest for a name that is taken
  Outcome<void> remove(const std::string& id);
  Outcome<void> restore(const std::string& id);
  Outcome<void> set_tag(const std::string& id, const KeyValue& tag);
  Outcome<void> delete_tag(const std::string& id,
                           const std::string& key);  // kResourceDoesNotExist: no such tag

 private:
  Store& store_;
  Clock clock_;
};

// Reads the id of an experiment as clients send it. Fails with kInvalidParameterValue.
Outcome<std::int64_t> read_experiment_id(std::string_view id);
// A search binds them up to twice, beside the values of its filter; SQLite binds 32,766 together.
constexpr std::size_t kMostExperiments = 10'000;
Outcome<std::vector<std::int64_t>> read_experiment_ids(const std::vector<std::string>& ids);

// Inside a job: the experiment, or kResourceDoesNotExist; writable_experiment also refuses deleted ones with
// kInvalidParameterValue.
Outcome<Experiment> require_experiment(Database& database, std::int64_t id);
Outcome<Experiment> writable_experiment(Database& database, std::int64_t id);

}  // namespace shohin
