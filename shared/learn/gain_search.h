// The best way to part a node's rows by the sums of their gradients (second-order boosting with L2, as in
// XGBoost: Chen, Guestrin, KDD 2016, section 2.2).
#pragma once

#include <cstdint>
#include <span>

#include "learn/gradient_sums.h"
#include "learn/split_search.h"

namespace shohin {

struct GainSplit {
  NodeSplit split{};         // score: the sum of first^2 / (second + lambda) over both sides, in units
  GradientSum true_sum = 0;  // of the rows that go to the true child
};

// Limits in the units of a tree.
struct GainLimits {
  double lambda = 0;        // added to every sum of second derivatives
  double least_second = 1;  // of each side
};

// Replaces `best` when the feature parts the node better, by strictly more. `node` is the sum over its rows,
// `cells` the feature's own.
void improve_gain(std::uint32_t feature, const PackedBins& bins, bool categorical,
                  std::span<const GradientSum> cells, GradientSum node, const GainLimits& limits,
                  GainSplit& best);

// first^2 / (second + lambda): what a leaf with that sum wins.
constexpr double gain_of(GradientSum sum, double lambda) {
  const double first = first_of(sum);
  return first * first / (second_of(sum) + lambda);
}

}  // namespace shohin
