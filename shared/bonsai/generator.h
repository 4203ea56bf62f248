// Makes bonsai: draws a tree and then measures it, as docs/bonsai-generator.md describes. The same options
// give the same bytes on every target.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "bonsai/profile.h"
#include "data/random.h"
#include "fault/fault.h"

namespace shohin {

struct BonsaiOptions {
  std::uint32_t rows = 4000;  // 2..5000000
  std::uint64_t seed = 42;
  double noise = 0.1;     // 0..0.5, relative spread of a measurement
  bool complete = false;  // false: half of the rows have only the basic inputs, the rest has gaps
};

struct BonsaiRow {
  std::uint32_t species = 0;
  std::array<double, kBonsaiInputs> inputs{};  // a category is its index; NaN is missing
};

// kOutOfRange for fewer than 2 or more than 5,000,000 rows, and for noise outside 0..0.5.
Faults check_bonsai(std::uint32_t rows, double noise);

// A tree of a species chosen evenly, with every input given.
BonsaiRow draw_tree(Random& random, double noise);

// Leaves out what a customer may not know: with probability one half all but the basic inputs, otherwise each
// optional one with probability 0.3.
void leave_gaps(Random& random, BonsaiRow& row);

// Writes the header and one line a row to `take`, in pieces; stops when it gives false. Row number r depends
// on the seed, r and the noise only, so more rows begin with the same ones. Fails as check_bonsai does, and
// with kTruncated when `take` stopped it.
Result<void> write_bonsai_csv(const BonsaiOptions& options,
                              const std::function<bool(std::string_view)>& take);

}  // namespace shohin
