// A training plan as its bytes hold it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "learn/bins.h"
#include "learn/train.h"

namespace shohin {

inline constexpr std::string_view kPlanMagic = "shohin.plan/3";

// Borrows from the bytes that it was read from, which must outlive it.
struct TrainingPlan {
  LearnerConfig config;
  std::uint64_t seed = 0;
  std::uint32_t row_count = 0, class_count = 0;
  std::string_view contract;                           // JSON
  Pipeline pipeline;                                   // makes the inputs of a row's features
  std::uint32_t input_count = 0;                       // without a pipeline: the features
  std::vector<FeatureBins> features;                   // [input]; of trees
  std::vector<std::span<const std::uint8_t>> columns;  // [input][row] bins; of trees
  std::vector<float> inputs;                           // [row][input], finite; of softmax regression
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
