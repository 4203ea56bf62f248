// Which model a request means, whatever protocol it speaks.
#pragma once

#include <memory>
#include <string>

#include "http/route.h"
#include "serving/version_models.h"

namespace shohin {

using Served = std::shared_ptr<const ServedModel>;

struct Models {
  ServedModels& served;     // in production; outlives the routes, as versions does
  VersionModels& versions;  // all others
  std::string default_model;
};

constexpr const char* kProduction = "production";

// What is in production under that name. Fails with kTemporarilyUnavailable for the default model, which is
// expected to come, and kResourceDoesNotExist for others.
Outcome<Served> find_served(const Models& models, const std::string& name);

// By number or alias; in production is answered without a look at the registry.
Outcome<Served> find_model(const Models& models, const std::string& name, const std::string& version);

// By what a route's pattern matched: nothing, {name} or {name}/{version}; what is not there means the default
// model and production.
Outcome<Served> find_model(const Models& models, const Request& request);

}  // namespace shohin
