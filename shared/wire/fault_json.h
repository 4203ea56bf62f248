// Faults as JSON, the same shape wherever they leave the engine: WASM exports, the command line's --json,
// details of HTTP answers.
#pragma once

#include "fault/fault.h"
#include "text/json.h"

namespace shohin {

// {"faults": [{"code", "field", "value", "expected", "row", "column"}, ...], "count": n}; the count is of
// all.
Json faults_json(const Faults& faults);

}  // namespace shohin
