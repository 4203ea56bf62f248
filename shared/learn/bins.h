// Values to bins: at most 255 for values and one for what is missing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "contract/contract.h"

namespace shohin {

inline constexpr std::uint32_t kValueBins = 255;
inline constexpr std::uint8_t kMissingBin = 255;

// What a feature's bins stand for. A bin of numbers holds all values from lowest to highest; a bin of a
// category is its index, and the lists are empty.
struct FeatureBins {
  bool is_categorical = false;
  bool may_be_missing = false;  // by the contract or by the data
  std::uint32_t count = 0;
  std::vector<float> lowest, highest;  // [bin] ascending
};

// Bins with about equally many rows; a value of its own each when there are few. NaN is missing.
FeatureBins make_bins(std::span<const float> column, const Feature& feature);

// Writes each row's bin.
void assign_bins(const FeatureBins& bins, std::span<const float> column, std::span<std::uint8_t> out);

}  // namespace shohin
