// Which measurement would help most next.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "calibrate/novelty.h"
#include "contract/contract.h"

namespace shohin {

// How the values of the optional features are spread in each class: categories, or six ranges of numbers with
// about equally many rows.
struct MeasurementShares {
  struct OfFeature {
    std::uint32_t feature = 0;
    std::vector<std::vector<std::uint32_t>> counts;  // [class][value]
  };
  std::vector<OfFeature> features;
};

// Of up to 64 optional features; nothing for contracts without any, or with more than 100 classes.
std::optional<MeasurementShares> count_measurements(const Contract& contract, const LabelledColumns& rows);

struct Gain {
  std::uint32_t feature = 0;
  double bits = 0;
};

// For each optional feature that the row misses: by how many bits the answer's entropy is expected to fall
// when it is told (expected information gain, Lindley 1956), the highest first, those above 0.001 only. The
// answer's probabilities are the prior, and the features are taken for independent within a class.
std::vector<Gain> expected_gains(const MeasurementShares& shares, std::span<const float> row,
                                 std::span<const float> probabilities);

}  // namespace shohin
