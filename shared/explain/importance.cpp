#include "explain/importance.h"

#include <cmath>

namespace shohin {

Importance mean_contributions(const Explainer& explainer, std::span<const float> rows,
                              std::uint32_t feature_count, std::uint32_t class_count,
                              const std::function<void(std::uint64_t done)>& progress) {
  Importance out;
  out.by_class.assign(std::size_t{class_count} * feature_count, 0);
  out.overall.assign(feature_count, 0);
  const std::size_t row_count = rows.size() / feature_count;
  for (std::size_t row = 0; row < row_count; ++row) {
    const Explanation one = explainer.explain(rows.subspan(row * feature_count, feature_count));
    for (std::size_t i = 0; i < out.by_class.size(); ++i) out.by_class[i] += std::abs(one.contributions[i]);
    if (progress) progress(row + 1);
  }
  for (std::size_t i = 0; i < out.by_class.size() && row_count > 0; ++i) {
    out.by_class[i] /= static_cast<double>(row_count);
    out.overall[i % feature_count] += out.by_class[i];
  }
  return out;
}

}  // namespace shohin
