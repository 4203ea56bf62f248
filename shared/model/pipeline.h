// The steps of a pipeline before its predictor: which inputs are made of a row's features.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shohin {

// (value - offset) * scale, in float32 as ONNX's Scaler does it.
struct NumberInput {
  std::uint32_t feature = 0;
  float offset = 0, scale = 1;
  float fill = 0;  // stands for a missing value before the scaling; NaN leaves it missing
};

// 1 where the feature is that category, otherwise 0, missing ones included.
struct CategoryInput {
  std::uint32_t feature = 0;
  float category = 0;
};

// The inputs: first the numbers, then the categories. Without any the row itself is the input.
struct Pipeline {
  std::vector<NumberInput> numbers;
  std::vector<CategoryInput> categories;

  [[nodiscard]] bool is_identity() const { return numbers.empty() && categories.empty(); }
  [[nodiscard]] std::uint32_t input_count(std::uint32_t feature_count) const {
    return is_identity() ? feature_count : static_cast<std::uint32_t>(numbers.size() + categories.size());
  }
};

// Writes the inputs of one row; `inputs` holds input_count() values. Not for the identity.
void make_inputs(const Pipeline& pipeline, const float* row, float* inputs);

}  // namespace shohin
