// Classified rows, for metrics and the prediction log.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "http/route.h"
#include "serving/find_model.h"

namespace shohin {

// At least one row.
struct Predictions {
  const Served& model;
  std::span<const float> rows;           // [row x feature], in the contract's order
  std::span<const float> probabilities;  // [row x class]
  const Request& request;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::span<const float> answer(std::size_t row) const;  // [class]
};

// Whether not exactly one class is likely enough at an error rate of 10 %.
bool is_unsure(const Conformal& conformal, std::span<const float> probabilities);

// Called on the request's path: must not wait.
using Predicted = std::function<void(const Predictions&)>;

// What every scoring protocol needs.
struct Scoring {
  Models models;
  Predicted predicted;
};

// The probabilities of rows, [row x class], told to `scoring.predicted`.
std::vector<float> score_rows(const Scoring& scoring, const Served& model, std::span<const float> rows,
                              const Request& request);

}  // namespace shohin
