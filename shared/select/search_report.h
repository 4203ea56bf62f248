// A search's outcome as JSON.
#pragma once

#include "select/search.h"
#include "text/json.h"

namespace shohin {

// {"trial", "rung", "rows_share" or "estimators_share", "config", "accuracy", "accuracy_deviation", ...,
// "folds": {"accuracy": [...]}}, or "faults" of a trial that failed.
Json trial_json(const TrialResult& result);

// {"learner", "method", "metric", "folds", "repeats", "seed", "data_digest", "was_cut", "best", "trials"}.
Json search_json(const SearchResult& result, const Study& study, const SearchOptions& options);

}  // namespace shohin
