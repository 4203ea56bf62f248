// Temperature calibration: one number that makes probabilities mean what they say.
#pragma once

#include <cstdint>
#include <span>

namespace shohin {

// Rows that did not train the model, with what it says of them.
struct HeldOut {
  std::span<const float> probabilities;   // [row x class]
  std::span<const std::uint32_t> labels;  // [row]
  std::uint32_t class_count = 0;
};

// The exponent 1 / T that makes the log loss of p^(1/T), normalised, smallest: temperature scaling (Guo
// et al. 2017, "On calibration of modern neural networks") with logarithms of probabilities for logits. Added
// is (ln 1/T)^2 / 2, a weak prior around 1 that a few dozen rows outweigh: without it a small table that is
// answered rightly would make the model endlessly sure. The slope is halved in on between 1/16 and 16, so
// every target gives the same float32. A share of 0 counts as half a row of the held-out ones. 1 without
// rows.
float fit_exponent(const HeldOut& rows);

}  // namespace shohin
