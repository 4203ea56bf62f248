#include "explain/explanation_json.h"

namespace shohin {
namespace {

Json by_class(const std::vector<double>& numbers, const Contract& contract) {
  JsonObject out;
  for (std::size_t c = 0; c < numbers.size(); ++c) out.emplace_back(contract.classes[c].name, numbers[c]);
  return out;
}

}  // namespace

Json explanation_json(const Explanation& explanation, ScoreUnit unit, const Model& model) {
  const Contract& contract = model.contract;
  const std::size_t features = contract.features.size();
  JsonObject contributions;
  for (std::size_t c = 0; c < contract.classes.size(); ++c) {
    JsonObject of_class;
    for (std::size_t f = 0; f < features; ++f)
      of_class.emplace_back(contract.features[f].name, explanation.contributions[c * features + f]);
    contributions.emplace_back(contract.classes[c].name, std::move(of_class));
  }
  return JsonObject{{"unit", std::string(unit_name(unit))},
                    {"before_calibration", model.exponent != 1},
                    {"base", by_class(explanation.base, contract)},
                    {"score", by_class(explanation.score, contract)},
                    {"contributions", std::move(contributions)}};
}

}  // namespace shohin
