// What a training adds to its model so that it knows how certain it may be.
#pragma once

#include <cstdint>
#include <string_view>

#include "data/table.h"
#include "learn/settings.h"
#include "model/model.h"

namespace shohin {

enum class CalibrationChoice : std::uint8_t {
  kNone,         // probabilities stay as the learner gave them
  kTemperature,  // they are raised to the power 1 / temperature
};

// "none" or "temperature".
std::string_view calibration_name(CalibrationChoice choice);
// Fails with kUnknownCategory.
Result<CalibrationChoice> find_calibration(std::string_view name);

struct CalibrationPlan {
  CalibrationChoice choice = CalibrationChoice::kNone;
  LearnerConfig config;
  std::uint64_t seed = 0;
};

// Fills the model's exponent and calibration.
// The temperature comes from training rows that are judged by what did not see them: out of bag where the
// learner draws a bootstrap, otherwise a quarter of the rows, judged by a model that was trained on the other
// three (which costs a second training). Prediction sets come from the test rows (20,000 of them evenly
// spaced when there are more), which trained nothing, so that their coverage is exact for rows like them.
// Strangers and measurements are known by the training rows.
void calibrate_model(Model& model, const Table& train, const Table& test, const CalibrationPlan& plan);

}  // namespace shohin
