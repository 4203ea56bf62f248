// A training plan as its bytes hold it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "learn/bins.h"
#include "learn/train.h"

namespace shohin {

// Borrows from the bytes that it was read from, which must outlive it.
struct TrainingPlan {
  LearnerConfig config;
  std::uint64_t seed = 0;
  std::uint32_t row_count = 0, class_count = 0;
  std::string_view contract;  // JSON
  std::vector<FeatureBins> features;
  std::vector<std::span<const std::uint8_t>> columns;  // [feature][row] bins
  std::vector<std::uint16_t> labels;                   // [row]
  std::vector<std::uint16_t> weights;                  // [row] weights.h; empty when all rows count the same

  [[nodiscard]] std::uint32_t weight_of(std::uint32_t row) const {
    return weights.empty() ? 1 : weights[row];
  }
};

// Fails with kTruncated or kBadSyntax for bytes that plan_training did not write; whatever it accepts is safe
// to train on.
Result<TrainingPlan> read_plan(std::span<const std::uint8_t> bytes);

}  // namespace shohin
