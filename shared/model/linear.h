// Softmax regression: one weighted sum of the inputs a class, then softmax.
#pragma once

#include <cstdint>
#include <vector>

namespace shohin {

struct LinearModel {
  std::uint32_t class_count = 0, input_count = 0;
  std::vector<float> weights;     // [class][input]
  std::vector<float> intercepts;  // [class]
};

}  // namespace shohin
