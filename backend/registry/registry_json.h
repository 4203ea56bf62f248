// What the registry keeps, as MLflow's JSON.
#pragma once

#include <string>

#include "http/field.h"
#include "store/registry_records.h"

namespace shohin {

std::string version_json(const ModelVersion& version);
std::string registered_model_json(const RegisteredModel& model);

// What these are, under a name.
Field version_schema(std::string name);
Field registered_model_schema(std::string name);

}  // namespace shohin
