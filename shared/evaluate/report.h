// Metrics as the text that data scientists know.
#pragma once

#include <string>

#include "contract/contract.h"
#include "evaluate/metrics.h"

namespace shohin {

// The text of scikit-learn's classification_report with the contract's classes as target_names, the names'
// width counted in characters. `digits` after the point: at most 15.
std::string classification_report(const Metrics& metrics, const Contract& contract, int digits = 2);

}  // namespace shohin
