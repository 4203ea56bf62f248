// What a calibrated model says beside an answer, as data; the pages word it.
#pragma once

#include <span>

#include "calibrate/calibration.h"

namespace shohin {

// Of one row and its probabilities:
// {"prediction_set": [class, ...] at an error rate of 10 %,
//  "novelty": {"score": number, "unlike_training": whether it lies above the threshold, "alarm_rate": 0.02},
//  "next_measurements": [{"feature": name, "bits": number}, ...]}
// Parts that the model's file does not tell of are not there.
JsonObject certainty_json(const Calibration& calibration, const Contract& contract,
                          std::span<const float> row, std::span<const float> probabilities);

// "prediction_set" alone.
JsonArray set_json(const Conformal& conformal, const Contract& contract,
                   std::span<const float> probabilities);

}  // namespace shohin
