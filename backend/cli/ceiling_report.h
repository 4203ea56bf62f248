// The best possible accuracy on generated bonsai, beside a model's.
#pragma once

#include <string>

#include "bonsai/bayes.h"
#include "error/error.h"

namespace shohin {

// Measures on fresh trees and prints a table, or JSON. `model` is the path of a model for the contract bonsai
// (or of one with fewer of its inputs), or empty. Gives the exit code.
int report_ceiling(const CeilingOptions& options, const std::string& model, bool json);

}  // namespace shohin
