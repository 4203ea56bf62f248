// Which features matter over many rows.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "explain/explainer.h"

namespace shohin {

// The mean absolute contribution (global SHAP importance, Lundberg et al. 2020), in the explainer's unit.
struct Importance {
  std::vector<double> by_class;  // [class][feature]
  std::vector<double> overall;   // [feature] added up over the classes
};

// rows: [N x features]. `progress` is told how many rows are done.
Importance mean_contributions(const Explainer& explainer, std::span<const float> rows,
                              std::uint32_t feature_count, std::uint32_t class_count,
                              const std::function<void(std::uint64_t done)>& progress = {});

}  // namespace shohin
