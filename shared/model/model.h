// A trained model: everything that one model file holds.
#pragma once

#include <string>
#include <variant>

#include "contract/contract.h"
#include "model/ensemble.h"
#include "model/linear.h"
#include "model/pipeline.h"

namespace shohin {

inline constexpr float kHighestExponent = 64;

struct Model {
  Contract contract;
  Pipeline pipeline{};  // from a row of the contract to the inputs of the predictor
  std::variant<TreeEnsemble, LinearModel> predictor{};
  // Temperature calibration: probabilities to the power 1 / temperature, normalised. Above 0.
  float exponent = 1;
  Json record{};       // "shohin.record": learner, config, seed, data digest, split, metrics, engine version
  Json calibration{};  // "shohin.calibration": what it knows of its own certainty
  Json baseline{};     // "shohin.baseline": the training data in short, for drift
  std::string card{};  // "shohin.card": Markdown

  // Null for another kind.
  [[nodiscard]] const TreeEnsemble* trees() const { return std::get_if<TreeEnsemble>(&predictor); }
  [[nodiscard]] const LinearModel* linear() const { return std::get_if<LinearModel>(&predictor); }
  [[nodiscard]] std::uint32_t feature_count() const {
    return static_cast<std::uint32_t>(contract.features.size());
  }
  [[nodiscard]] std::uint32_t class_count() const {
    return static_cast<std::uint32_t>(contract.classes.size());
  }
};

}  // namespace shohin
