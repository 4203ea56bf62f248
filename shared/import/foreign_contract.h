// The contract of a model that came without one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"

namespace shohin {

// What a value of unknown range may be at most. Far beyond what is measured, and far enough from float32's
// end that no scaling of it overflows.
inline constexpr double kUnknownRange = 1e18;

struct ForeignNames {
  std::uint64_t feature_count = 0;
  std::vector<std::string> classes;
};

// Features f0, f1 ..., all required. Fails as read_contract does: fewer than two classes, a label that is no
// name or comes twice, no features or too many.
Result<Contract> made_contract_of(const ForeignNames& names);

// A given contract must fit: kForeignContract otherwise. Whole numbers 0, 1 ... as labels fit any names.
Result<void> check_given(const Contract& contract, const ForeignNames& names);

}  // namespace shohin
