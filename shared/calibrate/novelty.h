// How unlike the training data a row is: "none of ours".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "calibrate/gaussian.h"
#include "contract/contract.h"

namespace shohin {

// Shares of the training rows (each judged as if it had not been among them) that get a higher score than the
// threshold: the rate of false alarms.
inline constexpr double kAlarmRates[] = {0.01, 0.02, 0.05};
inline constexpr double kAlarmRate = 0.02;  // what pages and answers warn at

// The distance from the nearest class (class-conditional Mahalanobis distance, Lee et al. 2018, "A simple
// unified framework for detecting out-of-distribution samples and adversarial attacks", on the features
// instead of a network's layers, with a covariance for each class).
//
// Numbers: logarithms of the features whose least value is above 0; what is missing is left out of mean and
// covariance, so a row is judged by what is known of it. Categories: -2 ln of the share of the class's rows
// that have one as rare (Fisher 1925). The sum, chi-squared-like, is brought to a normal deviate by its
// expectation (Wilson, Hilferty 1931), so that rows with few and with many values compare.
struct Novelty {
  struct Class {
    Gaussian numbers;                             // [number]
    std::vector<std::vector<double>> categories;  // [category feature][category] shares above 0
  };
  std::vector<std::uint32_t> numbers;     // features
  std::vector<bool> logarithmic;          // [number]
  std::vector<std::uint32_t> categories;  // features
  std::vector<Class> classes;
  std::vector<double> thresholds;  // [kAlarmRates]

  // The score of a row; nothing when no feature that counts is known. Higher is stranger.
  [[nodiscard]] std::optional<double> score(std::span<const float> row) const;
  // What a score is above when pages and answers warn.
  [[nodiscard]] double threshold() const;
  [[nodiscard]] bool is_strange(std::span<const float> row) const;
};

// A table by columns: [feature][row] values and [row] labels.
struct LabelledColumns {
  std::span<const std::vector<float>> columns;
  std::span<const std::uint32_t> labels;
};

// From the training rows (20,000 of them evenly spaced when there are more). Nothing when there are more than
// 64 features that count, a class has fewer than three rows, or no row says anything.
std::optional<Novelty> fit_novelty(const Contract& contract, const LabelledColumns& rows);

// The score of a row under one class; `left_out_of`, when not 0, is the number of rows of that class that its
// numbers were fitted to with this one among them, whose influence is then taken out.
std::optional<double> score_in_class(const Novelty& novelty, const Novelty::Class& one,
                                     std::span<const float> row, std::uint32_t left_out_of = 0);

}  // namespace shohin
