// What the registry keeps, as MLflow's JSON.
#pragma once

#include <string>

#include "store/registry_records.h"

namespace shohin {

std::string version_json(const ModelVersion& version);
std::string registered_model_json(const RegisteredModel& model);

}  // namespace shohin
