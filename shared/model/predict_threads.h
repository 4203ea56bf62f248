// Predictions of many rows on several threads.
#pragma once

#include <cstdint>
#include <span>

#include "model/predict.h"

namespace shohin {

// As Predictor::predict, the same bits, on at most that many threads; few rows take fewer. Where a program
// has no threads, one after the other.
void predict_with_threads(const Predictor& predictor, std::span<const float> rows,
                          std::span<float> probabilities, std::uint32_t threads);

}  // namespace shohin
