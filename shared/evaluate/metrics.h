// How good a model's answers are on labelled rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/table.h"
#include "model/ensemble.h"

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

// probabilities: [rows x classes]. labels: [rows].
Metrics measure(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                std::uint32_t class_count);

// Predicts every row of a labelled table and measures.
Metrics evaluate(const Model& model, const Table& table);

}  // namespace shohin
