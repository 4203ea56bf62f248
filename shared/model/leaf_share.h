// The grid that makes float32 sums of leaf values exact in any order, in our engine and in ONNX Runtime.
#pragma once

#include <cstdint>

namespace shohin {

// Probabilities are whole numbers of units; this many are 1. A float32 holds each such number up to 1
// exactly.
inline constexpr std::uint32_t kUnitsOfOne = 1U << 23;

// The units that each leaf of tree `tree` of `trees` spreads over the classes; over all trees they add up to
// 1.
constexpr std::uint32_t tree_share(std::uint32_t tree, std::uint32_t trees) {
  const std::uint64_t until = (std::uint64_t{tree} + 1) * kUnitsOfOne / trees;
  return static_cast<std::uint32_t>(until - std::uint64_t{tree} * kUnitsOfOne / trees);
}

constexpr float from_units(std::uint32_t units) { return static_cast<float>(units) * 0x1p-23F; }

}  // namespace shohin
