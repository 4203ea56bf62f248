#include "learn/boosting_scores.h"

#include <algorithm>
#include <cmath>

#include "learn/boosted_tree.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr int kExactBits = 24;  // whole numbers up to 2^24 are float32 numbers

// The power of two of which any sum of that size is at most 2^24 times.
double finest_unit(double largest_sum) {
  int exponent = 0;
  (void)std::frexp(largest_sum, &exponent);  // largest_sum <= 2^exponent
  return std::ldexp(1.0, exponent - kExactBits);
}

double logistic(double score) { return 1 / (1 + exponential(-score)); }

}  // namespace

BoostingScores::BoostingScores(const TrainingPlan& plan) : plan_(plan) {
  double total = 0;
  for (std::uint32_t row = 0; row < plan.row_count; ++row) total += plan.weight_of(row);
  weight_unit_ = plan.row_count / total;
  const std::uint32_t outputs = boosted_outputs(plan.class_count);
  if (outputs > 1) curvature_ = static_cast<double>(plan.class_count) / (plan.class_count - 1);
  base_.resize(outputs);
  start();
  for (std::uint32_t output = 0; output < outputs; ++output) {
    scores_.emplace_back(plan.row_count, base_[output]);
    residuals_.emplace_back(plan.row_count, 0.0F);
  }
}

// The classes' shares, one row more of each so that none is 0.
void BoostingScores::start() {
  std::vector<double> counts(plan_.class_count, 1.0);
  for (std::uint32_t row = 0; row < plan_.row_count; ++row) counts[plan_.labels[row]] += weight(row);
  std::vector<double> base(base_.size());
  double largest = 0;
  for (std::size_t output = 0; output < base.size(); ++output) {
    base[output] = base.size() == 1 ? natural_log(counts[1] / counts[0])
                                    : natural_log(counts[output] / (plan_.row_count + plan_.class_count));
    largest = std::max(largest, std::fabs(base[output]));
  }
  const LearnerConfig& config = plan_.config;
  // Half a unit more a tree, for the rounding.
  unit_ = finest_unit((largest + config.learning_rate * kLongestStep * config.n_estimators) * 1.001 + 0.01);
  for (std::size_t output = 0; output < base.size(); ++output)
    base_[output] = static_cast<std::int32_t>(std::floor(base[output] / unit_ + 0.5));
}

void BoostingScores::probabilities(std::uint32_t row, std::span<double> out) const {
  if (out.size() == 1) {
    out[0] = logistic(scores_[0][row] * unit_);
    return;
  }
  std::int32_t highest = scores_[0][row];
  for (std::size_t c = 1; c < out.size(); ++c) highest = std::max(highest, scores_[c][row]);
  double sum = 0;
  for (std::size_t c = 0; c < out.size(); ++c) {
    out[c] = exponential((scores_[c][row] - highest) * unit_);
    sum += out[c];
  }
  for (double& each : out) each /= sum;
}

void BoostingScores::update_residuals(std::span<const std::uint32_t> rows) {
  std::vector<double> chances(base_.size());
  for (const std::uint32_t row : rows) {
    probabilities(row, chances);
    if (chances.size() == 1) {
      residuals_[0][row] = static_cast<float>(chances[0] - plan_.labels[row]);
      continue;
    }
    for (std::size_t c = 0; c < chances.size(); ++c)
      residuals_[c][row] = static_cast<float>(chances[c] - (plan_.labels[row] == c ? 1 : 0));
  }
}

// The second derivative p (1 - p) is the same of the residual's size, which is p or 1 - p.
GradientScale BoostingScores::quantise(std::uint32_t output, std::span<const std::uint32_t> rows,
                                       std::span<RowGradient> gradients) const {
  const std::vector<float>& residuals = residuals_[output];
  const auto second_of_row = [&](double size, double w) { return size * (1 - size) * curvature_ * w; };
  double most_first = 0, sum_first = 0, most_second = 0, sum_second = 0;
  for (const std::uint32_t row : rows) {
    const double w = weight(row), size = std::fabs(static_cast<double>(residuals[row]));
    const double first = size * w, second = second_of_row(size, w);
    most_first = std::max(most_first, first);
    most_second = std::max(most_second, second);
    sum_first += first;
    sum_second += second;
  }
  const GradientScale scale = finest_scale(most_first, sum_first, most_second, sum_second);
  for (const std::uint32_t row : rows) {
    const double w = weight(row), residual = residuals[row];
    gradients[row] = row_gradient(residual * w, second_of_row(std::fabs(residual), w), scale);
  }
  return scale;
}

double BoostingScores::log_loss(std::span<const std::uint32_t> rows) const {
  constexpr double kLeast = 1e-15;
  std::vector<double> chances(base_.size());
  double loss = 0, total = 0;
  for (const std::uint32_t row : rows) {
    probabilities(row, chances);
    const std::uint16_t label = plan_.labels[row];
    const double chance = chances.size() > 1 ? chances[label] : label == 1 ? chances[0] : 1 - chances[0];
    loss -= natural_log(std::max(chance, kLeast)) * weight(row);
    total += weight(row);
  }
  return total > 0 ? loss / total : 0;
}

}  // namespace shohin
