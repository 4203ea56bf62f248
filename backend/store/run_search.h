// Which runs a search finds, in which order. Stays quick with hundreds of thousands of runs: see
// run_search.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/search_clause.h"

namespace shohin {

struct RunSearch {
  std::vector<std::int64_t> experiment_ids;  // none finds nothing
  std::vector<SearchClause> clauses;
  std::vector<SortKey> order;  // what is equal: start_time DESC, run_id
  LifecycleView view = LifecycleView::kActive;
  ResultPage page;
};

std::vector<RunInfo> search_runs(Database& database, const RunSearch& search);

}  // namespace shohin
