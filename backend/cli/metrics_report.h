// Metrics for people: a classification report and a confusion matrix.
#pragma once

#include "contract/contract.h"
#include "evaluate/metrics.h"

namespace shohin {

// Prints on stdout.
void print_metrics(const Metrics& metrics, const Contract& contract);

}  // namespace shohin
