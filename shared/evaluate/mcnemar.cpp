#include "evaluate/mcnemar.h"

#include <algorithm>

#include "model/predict.h"
#include "numeric/binomial.h"
#include "numeric/gamma.h"

namespace shohin {

McNemar mcnemar_test(std::uint64_t only_first_right, std::uint64_t only_second_right) {
  McNemar out{.only_first_right = only_first_right, .only_second_right = only_second_right};
  const auto [low, high] = std::minmax(only_first_right, only_second_right);
  const std::uint64_t all = low + high;
  if (all == 0) return out;
  out.exact_p = std::min(1.0, 2 * binomial_at_most(low, all, 0.5));
  const double difference = std::max(0.0, static_cast<double>(high - low) - 1);
  out.statistic = difference * difference / static_cast<double>(all);
  out.corrected_p = chi_squared_at_least(out.statistic, 1);
  return out;
}

McNemar compare_answers(std::span<const float> first, std::span<const float> second,
                        std::span<const std::uint32_t> labels, std::uint32_t class_count) {
  std::uint64_t only_first = 0, only_second = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const std::size_t at = row * class_count;
    const bool first_right = best_class(first.subspan(at, class_count)) == labels[row];
    const bool second_right = best_class(second.subspan(at, class_count)) == labels[row];
    only_first += first_right && !second_right ? 1U : 0U;
    only_second += second_right && !first_right ? 1U : 0U;
  }
  return mcnemar_test(only_first, only_second);
}

}  // namespace shohin
