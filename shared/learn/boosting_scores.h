// Where boosting stands: each row's scores, what they say, and how far that is from the truth.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/boosting.h"
#include "learn/gradient_sums.h"

namespace shohin {

class BoostingScores {
 public:
  explicit BoostingScores(const TrainingPlan& plan);  // must outlive it

  [[nodiscard]] std::uint32_t outputs() const { return static_cast<std::uint32_t>(base_.size()); }
  [[nodiscard]] double unit() const { return unit_; }
  [[nodiscard]] const std::vector<std::int32_t>& base() const { return base_; }
  // [row] in units.
  [[nodiscard]] std::span<std::int32_t> of(std::uint32_t output) { return scores_[output]; }

  // Probability less truth of every output, for those rows.
  void update_residuals(std::span<const std::uint32_t> rows);
  // First and second derivatives of the log loss from the residuals; [row] of `gradients`, others are left
  // alone.
  GradientScale quantise(std::uint32_t output, std::span<const std::uint32_t> rows,
                         std::span<RowGradient> gradients) const;
  // The mean log loss, rows by their weights.
  [[nodiscard]] double log_loss(std::span<const std::uint32_t> rows) const;

 private:
  [[nodiscard]] double weight(std::uint32_t row) const { return plan_.weight_of(row) * weight_unit_; }
  void start();
  void probabilities(std::uint32_t row, std::span<double> out) const;

  const TrainingPlan& plan_;
  double unit_ = 1, weight_unit_ = 1;  // weights are 1 in the mean
  double curvature_ = 1;               // K / (K - 1) for K classes: Friedman 2001, algorithm 6
  std::vector<std::int32_t> base_;
  std::vector<std::vector<std::int32_t>> scores_;  // [output][row]
  std::vector<std::vector<float>> residuals_;      // [output][row]
};

}  // namespace shohin
