// Logged models in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/search_clause.h"

namespace shohin {

void insert_logged_model(Database& database, const LoggedModel& model);
// With params, tags and metrics; also deleted ones.
std::optional<LoggedModel> find_logged_model(Database& database, const std::string& model_id);
void set_logged_model_status(Database& database, const std::string& model_id, ModelStatus status,
                             std::int64_t now);
void set_logged_model_deleted(Database& database, const std::string& model_id, std::int64_t now);
void set_logged_model_tag(Database& database, const std::string& model_id, const KeyValue& tag);
bool delete_logged_model_tag(Database& database, const std::string& model_id, const std::string& key);
bool insert_logged_model_param(Database& database, const std::string& model_id, const KeyValue& param);
// metric.run_id says which run logged it.
void insert_logged_model_metric(Database& database, const std::string& model_id, const Metric& metric);

struct DatasetFilter {
  std::string name;
  std::optional<std::string> digest;
};

struct LoggedModelOrder {
  SortKey key;
  std::optional<std::string> dataset_name, dataset_digest;  // which of a metric's values count
};

struct LoggedModelSearch {
  std::vector<std::int64_t> experiment_ids;
  std::vector<SearchClause> clauses;
  std::vector<DatasetFilter> datasets;  // metrics are looked at on these only; a model must have one of them
  std::vector<LoggedModelOrder> order;
  ResultPage page;
};

std::vector<LoggedModel> search_logged_models(Database& database, const LoggedModelSearch& search);

}  // namespace shohin
