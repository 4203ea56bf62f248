// Gradients as whole numbers and sums of them over bins, exact in any order: histogram-based boosting as in
// LightGBM (Ke et al., NIPS 2017), with gradients quantised for each tree (Shi et al., "Quantized Training of
// Gradient Boosting Decision Trees", NeurIPS 2022, but with 15 bits and plain rounding).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/packed_bins.h"

namespace shohin {

// First derivatives in the upper 32 bits, signed; second ones in the lower 32, never negative. Two of them
// add up and subtract as one number, because no sum over the rows of a tree leaves its half.
using GradientSum = std::uint64_t;

constexpr double first_of(GradientSum sum) {
  return static_cast<double>(static_cast<std::int32_t>(static_cast<std::uint32_t>(sum >> 32U)));
}
constexpr double second_of(GradientSum sum) { return static_cast<double>(sum & 0xFFFFFFFFU); }

// A row's derivatives: the first as a signed 16-bit number above, the second below, at least 1.
using RowGradient = std::uint32_t;

constexpr GradientSum widened(RowGradient row) {
  const auto first = static_cast<std::int64_t>(static_cast<std::int32_t>(row) >> 16);
  return (static_cast<GradientSum>(first) << 32U) + (row & 0xFFFFU);
}

// What a unit is worth: derivatives = units / scale.
struct GradientScale {
  double first = 1, second = 1;
};

// The finest scales at which every row fits into 16 bits and every sum over rows into 32.
GradientScale finest_scale(double most_first, double sum_first, double most_second, double sum_second);

constexpr RowGradient row_gradient(double first, double second, const GradientScale& scale) {
  const double units = first * scale.first;
  const auto upper = static_cast<std::int32_t>(units < 0 ? units - 0.5 : units + 0.5);
  // NOLINTNEXTLINE(bugprone-incorrect-roundings): lround is a call for each row and rounds no better here
  const auto lower = static_cast<std::uint32_t>(second * scale.second + 0.5);
  return static_cast<std::uint32_t>(upper) << 16U | (lower > 0 ? lower : 1U);
}

// Sums the gradients of those rows for every bin of every feature; `cells` are overwritten.
void sum_gradients(const PackedBins& bins, std::span<const std::uint32_t> rows,
                   std::span<const RowGradient> gradients, std::vector<GradientSum>& cells);

// A node's cells less those of one child are the other child's.
void subtract(std::span<const GradientSum> child, std::span<GradientSum> cells);

}  // namespace shohin
