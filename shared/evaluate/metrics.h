// How good a model's answers are on labelled rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/table.h"
#include "model/model.h"

namespace shohin {

struct ClassMetrics {
  double precision = 0, recall = 0,
         f1 = 0;  // 0 where the denominator is 0, as scikit-learn's zero_division=0
  std::uint32_t support = 0;
};

struct Metrics {
  double accuracy = 0, precision = 0, recall = 0, f1 = 0;  // the last three weighted by support
  double log_loss =
      0;  // natural logarithm; probabilities clipped to float64's epsilon as scikit-learn 1.x does
  std::vector<std::vector<std::uint32_t>> confusion_matrix;  // [true class][predicted class]
  std::vector<ClassMetrics> classes;
};

// probabilities: [rows x classes]. labels: [rows]. The prediction is the most probable class, the lowest
// index among equals. All zeros for no rows.
Metrics measure(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                std::uint32_t class_count);

// The probabilities of every row of a table that fits the model's contract: [rows x classes].
std::vector<float> predict_table(const Model& model, const Table& table);

// Predicts every row of a labelled table that fits the model's contract, and measures.
Metrics evaluate(const Model& model, const Table& table);

}  // namespace shohin
