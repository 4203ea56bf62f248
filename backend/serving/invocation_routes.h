// POST /invocations: MLflow's scoring protocol, of the default model and below /models of every other.
#pragma once

#include <vector>

#include "serving/prediction.h"

namespace shohin {

// Takes JSON in MLflow's four forms and CSV, as `mlflow models serve` does: unknown columns are dropped,
// faults answer 400 in MLflow's shape, other content types 415 as text.
std::vector<Route> invocation_routes(const Scoring& scoring);

}  // namespace shohin
