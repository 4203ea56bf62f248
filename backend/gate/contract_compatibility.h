// Whether those who talk to one contract can go on when another takes its place.
#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"

namespace shohin {

// Why `next` cannot stand in for `present`, a sentence each; none: every row that `present` takes is taken by
// `next` with the same meaning, in the same order, and every answer that was known keeps its index. New
// optional features after the old ones, wider ranges and new categories and classes at the end are fine.
std::vector<std::string> incompatibilities(const Contract& present, const Contract& next);

}  // namespace shohin
