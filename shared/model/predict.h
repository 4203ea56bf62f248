// From rows to class probabilities.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/ensemble.h"

namespace shohin {

// A model laid out for speed. Immutable: threads may share one.
class Predictor {
 public:
  explicit Predictor(const TreeEnsemble& ensemble);

  [[nodiscard]] std::uint32_t class_count() const { return class_count_; }
  // rows: [N x features] in contract order, NaN for what is missing; probabilities: [N x classes],
  // overwritten. The sums are exact, so every path and any order gives the same bits. Nothing is allocated.
  void predict(std::span<const float> rows, std::uint32_t feature_count,
               std::span<float> probabilities) const;

 private:
  std::uint32_t class_count_ = 0;
};

// The most probable class; the lowest index among equals, as ONNX Runtime answers.
std::uint32_t best_class(std::span<const float> probabilities);

}  // namespace shohin
