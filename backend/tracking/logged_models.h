// Logged models: the rules of MLflow over the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlflow/clock.h"
#include "mlflow/page_token.h"
#include "store/logged_model_rows.h"
#include "store/records.h"
#include "store/store.h"

namespace shohin {

struct NewLoggedModel {
  std::string experiment_id;
  std::string name;  // empty: a random one
  std::string model_type, source_run_id;
  std::vector<KeyValue> params, tags;
};

struct LoggedModelSort {
  std::string field_name;
  bool ascending = true;
  std::optional<std::string> dataset_name, dataset_digest;
};

struct LoggedModelQuery {
  std::vector<std::string> experiment_ids;  // none finds nothing
  std::string filter;
  std::vector<DatasetFilter> datasets;
  std::vector<LoggedModelSort> order_by;
  std::int64_t max_results = 100;  // 1..50000
  std::string page_token;
};

// A model that nobody knows, or that was deleted, fails with kResourceDoesNotExist; bad names and values with
// kInvalidParameterValue.
class LoggedModels {
 public:
  LoggedModels(Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  Outcome<LoggedModel> create(const NewLoggedModel& model);
  Outcome<LoggedModel> get(const std::string& model_id);
  Outcome<LoggedModel> set_status(const std::string& model_id, ModelStatus status);
  Outcome<Paged<LoggedModel>> search(const LoggedModelQuery& query);
  Outcome<void> set_tags(const std::string& model_id, const std::vector<KeyValue>& tags);
  Outcome<void> delete_tag(const std::string& model_id, const std::string& key);
  Outcome<void> log_params(const std::string& model_id,
                           const std::vector<KeyValue>& params);  // kBadRequest: there
  Outcome<void> remove(const std::string& model_id);              // again is fine

 private:
  Store& store_;
  Clock clock_;
};

}  // namespace shohin
