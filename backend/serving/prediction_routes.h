// GET /api/shohin/v1/predictions: the prediction log.
#pragma once

#include <vector>

#include "http/route.h"
#include "serving/prediction_log.h"

namespace shohin {

// Needs staff. Query: model, version, class, before (an id), max_results 1 to 1000; the newest first, with
// `next` for the page before. Fails with kInvalidParameterValue, naming the field. The log must outlive the
// routes.
std::vector<Route> prediction_routes(PredictionLog& log);

}  // namespace shohin
