// /api/shohin/v1/models/{name}/gate, promotions and rollback.
#pragma once

#include <vector>

#include "gate/quality_gate.h"
#include "http/route.h"
#include "registry/registry_service.h"

namespace shohin {

// Both outlive the routes. Who sets up a gate is an admin; staff promotes, also in spite of it.
std::vector<Route> gate_routes(QualityGate& gate, RegistryService& registry);

}  // namespace shohin
