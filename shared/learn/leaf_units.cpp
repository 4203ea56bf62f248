#include "learn/leaf_units.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace shohin {
namespace {

// Largest remainder: whole parts first, then one more for the greatest remainders.
void apportion(std::span<const std::uint32_t> counts, std::uint32_t seats, std::span<std::uint32_t> out) {
  const auto total =
      std::max(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), std::uint64_t{1});
  std::uint64_t left = seats;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    out[c] = static_cast<std::uint32_t>(std::uint64_t{counts[c]} * seats / total);
    left -= out[c];
  }
  for (; left > 0; --left) {
    std::size_t best = 0;
    std::int64_t most = -1;
    for (std::size_t c = 0; c < counts.size(); ++c) {
      // Negative once a class has had its extra seat.
      const auto missing = static_cast<std::int64_t>(std::uint64_t{counts[c]} * seats) -
                           static_cast<std::int64_t>(std::uint64_t{out[c]} * total);
      if (missing > most) {
        most = missing;
        best = c;
      }
    }
    ++out[best];
  }
}

}  // namespace

void spread_share(std::span<const std::uint32_t> counts, std::uint32_t share,
                  std::span<std::uint32_t> units) {
  apportion(counts, kLeafLevels, units);
  std::uint32_t left = share;
  std::size_t largest = 0;
  for (std::size_t c = 0; c < units.size(); ++c) {
    if (units[c] > units[largest]) largest = c;
  }
  for (std::uint32_t& unit : units) {
    unit = static_cast<std::uint32_t>(std::uint64_t{unit} * share / kLeafLevels);
    left -= unit;
  }
  units[largest] += left;
}

}  // namespace shohin
