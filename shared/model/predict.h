// From rows to class probabilities.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/model.h"
#include "model/tree_predictor.h"

namespace shohin {

// A model made ready to answer. Immutable: threads may share one.
class Predictor {
 public:
  // The model must be sound, as read_onnx and the learners give it.
  explicit Predictor(const Model& model);

  [[nodiscard]] std::uint32_t feature_count() const { return feature_count_; }
  [[nodiscard]] std::uint32_t class_count() const { return class_count_; }
  // rows: [N x features] in contract order, NaN for what is missing; probabilities: [N x classes],
  // overwritten. The same bits for a row alone and in any batch, on every target.
  void predict(std::span<const float> rows, std::span<float> probabilities) const;

 private:
  void predict_block(std::span<const float> rows, std::span<float> inputs, std::span<float> sums,
                     std::span<float> probabilities) const;
  void add_up(std::span<const float> inputs, std::span<float> sums) const;

  std::uint32_t feature_count_, class_count_, input_count_, output_count_;
  Pipeline pipeline_;
  std::optional<TreePredictor> trees_;  // otherwise linear_
  LinearModel linear_;
  Link link_;
  float exponent_;
};

// The most probable class; the lowest index among equals, as ONNX Runtime answers.
std::uint32_t best_class(std::span<const float> probabilities);

}  // namespace shohin
