// /api/shohin/v1/datasets and /api/shohin/v1/contracts.
#pragma once

#include <vector>

#include "datasets/data_sets.h"
#include "http/route.h"

namespace shohin {

// The data sets outlive the routes.
std::vector<Route> dataset_routes(DataSets& data_sets);

}  // namespace shohin
