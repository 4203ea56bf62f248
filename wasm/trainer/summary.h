// What the Studio shows of a table: columns with ranges, missing values and a small histogram, class balance,
// the first rows.
#pragma once

#include "data/table.h"
#include "text/json.h"

namespace shohin {

// {"rows", "data_digest", "contract", "columns": [{"missing", "low", "high", "mean", "counts"}],
//  "class_counts": [...], "preview": [[cell, ..., class], ...]}
Json table_summary(const Table& table);

}  // namespace shohin
