// Training and test rows that keep the share of every class.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fault/fault.h"

namespace shohin {

struct Split {
  std::vector<std::uint32_t> train, test;  // row numbers, ascending
};

struct SplitOptions {
  double test_share = 0.2;  // of each class, rounded by largest remainder so that the whole comes out right
  std::uint64_t seed = 42;
};

// Stratified split of rows 0..labels.size()-1; the same options give the same split on every target. A class
// that has rows keeps at least one for training. Fails with kOutOfRange (test_share not strictly between 0
// and 1) or kTooFewRows (a part would be empty).
Result<Split> split_rows(std::span<const std::uint32_t> labels, const SplitOptions& options);

}  // namespace shohin
