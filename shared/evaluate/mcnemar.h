// Whether one of two models is better on the same rows, or only luckier.
#pragma once

#include <cstdint>
#include <span>

namespace shohin {

// McNemar's test (1947) on the rows that only one of the two answers rightly.
struct McNemar {
  std::uint64_t only_first_right = 0, only_second_right = 0;
  double exact_p = 1;      // two-sided binomial with chance 1/2, at most 1
  double statistic = 0;    // Edwards's (1948) correction: max(0, |difference| - 1)^2 / sum
  double corrected_p = 1;  // of that statistic, chi-squared with one degree of freedom
};

McNemar mcnemar_test(std::uint64_t only_first_right, std::uint64_t only_second_right);

// The same for the answers of two models: most probable class, [rows x classes] each; labels: [rows].
McNemar compare_answers(std::span<const float> first, std::span<const float> second,
                        std::span<const std::uint32_t> labels, std::uint32_t class_count);

}  // namespace shohin
