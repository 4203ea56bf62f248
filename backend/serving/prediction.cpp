#include "serving/prediction.h"

#include <algorithm>

namespace shohin {

std::size_t Predictions::size() const { return probabilities.size() / model->predictor.class_count(); }

std::span<const float> Predictions::answer(std::size_t row) const {
  const auto classes = model->predictor.class_count();
  return probabilities.subspan(row * classes, classes);
}

bool is_unsure(const Conformal& conformal, std::span<const float> probabilities) {
  constexpr std::size_t kTenPercent = 9;
  if (conformal.least_probability.size() <= kTenPercent) return false;
  const float least = conformal.least_probability[kTenPercent];
  return std::count_if(probabilities.begin(), probabilities.end(), [&](float p) { return p >= least; }) != 1;
}

std::vector<float> score_rows(const Scoring& scoring, const Served& model, std::span<const float> rows,
                              const Request& request) {
  const auto count = rows.size() / model->predictor.feature_count();
  std::vector<float> probabilities(count * model->predictor.class_count());
  model->predictor.predict(rows, probabilities);
  if (count > 0) scoring.predicted({model, rows, probabilities, request});
  return probabilities;
}

}  // namespace shohin
