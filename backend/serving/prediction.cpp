#include "serving/prediction.h"

#include <algorithm>

namespace shohin {

bool is_unsure(const Conformal& conformal, std::span<const float> probabilities) {
  constexpr std::size_t kTenPercent = 9;
  if (conformal.least_probability.size() <= kTenPercent) return false;
  const float least = conformal.least_probability[kTenPercent];
  return std::count_if(probabilities.begin(), probabilities.end(), [&](float p) { return p >= least; }) != 1;
}

std::vector<float> score_rows(const Scoring& scoring, const Served& model, std::span<const float> rows,
                              const Request& request) {
  const auto features = model->predictor.feature_count();
  const auto classes = model->predictor.class_count();
  const auto count = rows.size() / features;
  std::vector<float> probabilities(count * classes);
  model->predictor.predict(rows, probabilities);
  for (std::size_t i = 0; i < count; ++i) {
    const auto answer = std::span<const float>(probabilities).subspan(i * classes, classes);
    scoring.predicted({model, rows.subspan(i * features, features), answer, best_class(answer), request});
  }
  return probabilities;
}

}  // namespace shohin
