// The configs that a search tries.
#pragma once

#include <cstdint>
#include <vector>

#include "select/space.h"

namespace shohin {

// Every combination of the lists, the last setting changing fastest. Fails with kWrongType for a range and
// kTooLarge for more than kMostTrials.
Result<std::vector<LearnerConfig>> grid_configs(const SearchSpace& space);

// Drawn evenly from lists and ranges (evenly in the logarithm where a range says so; Bergstra & Bengio 2012),
// each config once; fewer than `count` when the space does not have so many. Fails with kOutOfRange for a
// count that is not 1 to kMostTrials.
Result<std::vector<LearnerConfig>> random_configs(const SearchSpace& space, std::uint32_t count,
                                                  std::uint64_t seed);

// Both leave out what settings that contradict each other forbid, and fail with its faults when that is all.

}  // namespace shohin
