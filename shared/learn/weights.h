// Weights of rows and classes as whole numbers, so that sums of them are exact in any order.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/table.h"

namespace shohin {

inline constexpr std::uint16_t kMostWeight = 4095;

// The first weight that cannot be one: kNotFinite, or kOutOfRange for a negative one, for another number of
// weights than rows, or when no row counts at all.
std::optional<Fault> weights_fault(const Table& table);

// Each row's weight, times its class's when `balanced`, in proportion to the greatest, which is kMostWeight
// or less in large tables: their sum stays below 2^30, so that draws with replacement fit into 32 bits. What
// is above 0 stays above 0. Empty when all rows count the same. Balanced as scikit-learn has it: every class
// that has rows weighs the same in all.
std::vector<std::uint16_t> whole_weights(const Table& table, bool balanced);

}  // namespace shohin
