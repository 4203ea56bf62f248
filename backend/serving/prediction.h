// One classified row, for metrics and the prediction log.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "http/route.h"
#include "serving/find_model.h"

namespace shohin {

struct Prediction {
  const Served& model;
  std::span<const float> row;            // in the contract's order
  std::span<const float> probabilities;  // [class]
  std::uint32_t class_index = 0;
  const Request& request;
  bool in_batch = false;  // one of very many

  [[nodiscard]] float confidence() const { return probabilities[class_index]; }
};

// Whether not exactly one class is likely enough at an error rate of 10 %.
bool is_unsure(const Conformal& conformal, std::span<const float> probabilities);

// Called on the request's path: must not wait.
using Predicted = std::function<void(const Prediction&)>;

// What every scoring protocol needs.
struct Scoring {
  Models models;
  Predicted predicted;
};

// The probabilities of many rows, [N x classes], each told to `scoring.predicted`.
std::vector<float> score_rows(const Scoring& scoring, const Served& model, std::span<const float> rows,
                              const Request& request);

}  // namespace shohin
