// Whether things that were said with 80 % happen in 80 % of cases.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shohin {

inline constexpr std::uint32_t kReliabilityBins = 15;  // of Guo et al. (2017)

// The bins that are not empty, of equal width over 0 to 1, each with its upper end and without its lower one
// (the first with both): scikit-learn's calibration_curve with strategy="uniform".
struct ReliabilityCurve {
  std::vector<double> predicted, observed;  // mean probability, share of rows of the class
  std::vector<std::uint32_t> rows;
};

// The probability of one class against the rest. probabilities: [rows x classes], labels: [rows].
ReliabilityCurve reliability_of_class(std::span<const float> probabilities,
                                      std::span<const std::uint32_t> labels, std::uint32_t class_count,
                                      std::uint32_t of, std::uint32_t bins = kReliabilityBins);

// The probability of the predicted class against being right.
ReliabilityCurve reliability_of_answers(std::span<const float> probabilities,
                                        std::span<const std::uint32_t> labels, std::uint32_t class_count,
                                        std::uint32_t bins = kReliabilityBins);

// The mean over rows of |predicted - observed| of reliability_of_answers (C. Guo et al., "On Calibration of
// Modern Neural Networks", 2017, equation 5). 0 for no rows.
double expected_calibration_error(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                                  std::uint32_t class_count, std::uint32_t bins = kReliabilityBins);

}  // namespace shohin
