// Metrics as JSON.
#pragma once

#include "contract/contract.h"
#include "evaluate/metrics.h"
#include "text/json.h"

namespace shohin {

// {"accuracy", "precision", "recall", "f1", "log_loss", "balanced_accuracy", "precision_macro",
// "recall_macro", "f1_macro", "matthews", "brier", "calibration_error", "roc_auc", "average_precision"}; the
// last two are NaN (null in text) where they are undefined.
JsonObject summary_json(const Metrics& metrics);

// The same and {"labels": [name], "classes": {name: {"precision", "recall", "f1", "support", "roc_auc",
// "average_precision"}}, "confusion_matrix": [true][predicted]}, all in the contract's order.
JsonObject metrics_json(const Metrics& metrics, const Contract& contract);

}  // namespace shohin
