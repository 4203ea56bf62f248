// Which data sets the runs of experiments name. A failure of the database is told by Database::verdict().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace shohin {

struct DatasetSummary {
  std::int64_t experiment_id = 0;
  std::string name, digest;
  std::optional<std::string> context;  // what a run used it for: "training"
};

// Each combination once, by experiment, name, digest and context.
std::vector<DatasetSummary> dataset_summaries(Database& database,
                                              const std::vector<std::int64_t>& experiment_ids,
                                              std::int64_t limit);

}  // namespace shohin
