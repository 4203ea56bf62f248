// From a leaf's counts to the shares that it adds to each class.
#pragma once

#include <cstdint>
#include <span>

namespace shohin {

// Spreads `share` over the classes in proportion to their counts, so that the units add up to exactly
// `share`. Counts are first brought to kLeafLevels levels by largest remainder (the lower class first among
// equals): fewer different numbers make a smaller file, and what is lost at one leaf is lost in the sum over
// the trees. What rounding leaves over goes to the largest class. Some count must be above 0.
void spread_share(std::span<const std::uint32_t> counts, std::uint32_t share, std::span<std::uint32_t> units);

inline constexpr std::uint32_t kLeafLevels = 256;

}  // namespace shohin
