// POST /predict, the same of every other model and version, and GET /contract.
#pragma once

#include <string>
#include <vector>

#include "serving/prediction.h"

namespace shohin {

// Scoring fails with kBadRequest for a body that is not JSON, kInvalidRow for a row that breaks the contract
// (and names the route of another served model that it fits), kInvalidParameterValue for anything in the
// query but explain=0 or 1, and as find_model() does. What is in production may be asked by everybody, the
// rest needs a viewer.
std::vector<Route> scoring_routes(const Scoring& scoring);

// The contract as GET /contract tells it: with the answer's schema under "response".
std::string served_contract_json(const Contract& contract);

// Of the query: whether an explanation is wanted.
Field explain_field();
bool asks_to_explain(const Request& request);

}  // namespace shohin
