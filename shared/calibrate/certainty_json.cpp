#include "calibrate/certainty_json.h"

#include "calibrate/rounded.h"

namespace shohin {

JsonArray set_json(const Conformal& conformal, const Contract& contract,
                   std::span<const float> probabilities) {
  JsonArray names;
  for (const std::uint32_t c : prediction_set(conformal, probabilities))
    names.emplace_back(contract.classes[c].name);
  return names;
}

JsonObject certainty_json(const Calibration& calibration, const Contract& contract,
                          std::span<const float> row, std::span<const float> probabilities) {
  JsonObject out;
  if (calibration.conformal)
    out.emplace_back("prediction_set", set_json(*calibration.conformal, contract, probabilities));
  if (const auto score = calibration.novelty ? calibration.novelty->score(row) : std::nullopt)
    out.emplace_back("novelty", JsonObject{{"score", rounded(*score, 5)},
                                           {"unlike_training", calibration.novelty->is_strange(row)},
                                           {"alarm_rate", kAlarmRate}});
  if (calibration.measurements) {
    JsonArray gains;
    for (const Gain& gain : expected_gains(*calibration.measurements, row, probabilities))
      gains.emplace_back(
          JsonObject{{"feature", contract.features[gain.feature].name}, {"bits", rounded(gain.bits, 4)}});
    out.emplace_back("next_measurements", std::move(gains));
  }
  return out;
}

}  // namespace shohin
