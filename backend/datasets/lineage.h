// Where data came from and what became of it: data -> run -> version -> alias.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "error/error.h"
#include "mlflow/page_token.h"
#include "store/dataset_rows.h"
#include "store/registry_records.h"

namespace shohin {

struct RunLineage {
  DataUse run;
  std::vector<ModelVersion> versions;  // that the run made, with their aliases
};

struct Lineage {
  StoredDataSet data;
  std::vector<std::string> ancestors;  // the parent, its parent ...
  std::vector<std::string> children;   // made from it, newest first, at most 1000
  Paged<RunLineage> runs;              // newest first
};

// Inside a job. Fails with kResourceDoesNotExist for data that nobody knows.
Outcome<StoredDataSet> require_data_set(Database& database, const std::string& data_digest);
// The parents of a data set, the nearest first.
std::vector<std::string> ancestors_of(Database& database, const StoredDataSet& data);
Outcome<Lineage> trace_lineage(Database& database, const std::string& data_digest, const ResultPage& page);

}  // namespace shohin
