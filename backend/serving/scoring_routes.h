// POST /predict, POST /models/{name}/predict and GET /contract.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.h"
#include "serving/served_models.h"

namespace shohin {

struct Scoring {
  const ServedModels& models;  // outlives the routes
  std::string default_model;
  std::function<void(std::string_view model, std::string_view predicted_class, double confidence)> predicted;
};

// Scoring fails with kBadRequest for a body that is not JSON, kInvalidRow for a row that breaks the contract
// (and names the route of another served model that it fits), kTemporarilyUnavailable while the default model
// has no version in production, kResourceDoesNotExist for another name that is not served.
std::vector<Route> scoring_routes(const Scoring& scoring);

// The contract as GET /contract tells it: with the answer's schema under "response".
std::string served_contract_json(const Contract& contract);

// The served model of that name, or the error that says what to do.
Outcome<std::shared_ptr<const ServedModel>> find_served(const ServedModels& models, const std::string& name,
                                                        const std::string& default_model);

}  // namespace shohin
