// Which classes a row may well be of, so that the truth is missed at a chosen rate only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "calibrate/temperature.h"

namespace shohin {

// Error rates that a model file has thresholds for: 1 % to 30 % in steps of 1 %.
inline constexpr std::uint32_t kErrorRates = 30;

// Split conformal prediction sets by the least ambiguous classifier (Sadinle, Lei, Wasserman 2019; the finite
// sample quantile of Vovk et al. 2005): a class is in the set when its probability is at least a threshold.
struct Conformal {
  std::uint32_t rows = 0;                // held-out rows that the thresholds come from
  std::vector<float> least_probability;  // [error rate in % - 1], never descending
};

// Nothing without rows.
std::optional<Conformal> fit_conformal(const HeldOut& rows);

// The classes of the set at that error rate (rounded down to a whole percent, 1 to 30), the most probable
// first. May be empty: no class is likely enough.
std::vector<std::uint32_t> conformal_set(const Conformal& conformal, std::span<const float> probabilities,
                                         double error_rate);

// What is shown: the same, but where that set is empty (no class is likely enough alone) the most probable
// classes that together have at least 1 - error_rate. A superset, so it misses the truth no more often.
std::vector<std::uint32_t> prediction_set(const Conformal& conformal, std::span<const float> probabilities,
                                          double error_rate = 0.1);

}  // namespace shohin
