// A fixed-size summary of one feature's values: counts in bins that were fixed beforehand. Two of them merge
// by addition, exactly, in any order.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "drift/bins.h"

namespace shohin {

struct Sketch {
  Bins bins{};
  std::vector<std::uint64_t> counts = std::vector<std::uint64_t>(bins.count());  // [bin]
  std::uint64_t missing = 0;
  // Of the numbers counted; the other way round before the first.
  float least = std::numeric_limits<float>::infinity(), most = -std::numeric_limits<float>::infinity();

  void add(float value);            // NaN is missing
  void merge(const Sketch& other);  // of the same bins
  [[nodiscard]] std::uint64_t present() const;
};

// A distance that is known within bounds.
struct Bounded {
  double value = 0, at_least = 0, at_most = 0;
};

// The Kolmogorov-Smirnov distance of two sketches of numbers with the same bins: the largest distance at an
// edge, which no value within a bin can exceed by more than the smaller of the bin's two shares. 0 when one
// is empty.
Bounded kolmogorov_smirnov_distance(const Sketch& reference, const Sketch& data);

// The Wasserstein-1 distance, as if each bin's values were spread evenly over what of it lies between the
// sketch's least and most. A bin moves it by at most half its width times the sum of its two shares.
Bounded wasserstein_distance(const Sketch& reference, const Sketch& data);

}  // namespace shohin
