// Metrics as JSON.
#pragma once

#include "contract/contract.h"
#include "evaluate/metrics.h"
#include "text/json.h"

namespace shohin {

// {"accuracy", "precision", "recall", "f1", "log_loss"}.
JsonObject summary_json(const Metrics& metrics);

// The same and {"labels": [name], "classes": {name: {"precision", "recall", "f1", "support"}},
// "confusion_matrix": [true][predicted]}, all in the contract's order.
JsonObject metrics_json(const Metrics& metrics, const Contract& contract);

}  // namespace shohin
