// What a model knows of its own certainty: the metadata "shohin.calibration" of its file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calibrate/conformal.h"
#include "calibrate/measurement_gain.h"
#include "calibrate/novelty.h"
#include "text/json.h"

namespace shohin {

// Parts that could not be had are not there.
struct Calibration {
  double temperature = 1;          // the model's exponent is 1 / this
  std::string temperature_from{};  // "out_of_bag" or "held_out" training rows; empty without a temperature
  std::optional<Conformal> conformal{};
  std::optional<Novelty> novelty{};
  std::optional<MeasurementShares> measurements{};
  std::vector<double> input_means{};  // [input] for the explanation of a regression
};

// "schema": "shohin.calibration/1".
Json calibration_json(const Calibration& calibration);

// Reads what the file of a model with that contract says. Null, or another schema, is a calibration without
// parts. Hostile documents are safe: fails with kUnsupportedModel and the place
// ("shohin.calibration.novelty") for anything that does not fit the contract or could not be computed with.
Result<Calibration> read_calibration(const Json& document, const Contract& contract);

}  // namespace shohin
