#include "evaluate/reliability.h"

#include <algorithm>
#include <cmath>

#include "model/predict.h"

namespace shohin {
namespace {

class Bins {
 public:
  explicit Bins(std::uint32_t count) : sums_(count), hits_(count), rows_(count) {
    for (std::uint32_t i = 1; i < count; ++i) edges_.push_back(i * (1.0 / count));
  }

  void add(double probability, bool hit) {
    const auto at = static_cast<std::size_t>(std::lower_bound(edges_.begin(), edges_.end(), probability) -
                                             edges_.begin());
    sums_[at] += probability;
    hits_[at] += hit ? 1U : 0U;
    ++rows_[at];
  }

  [[nodiscard]] ReliabilityCurve curve() const {
    ReliabilityCurve out;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i] == 0) continue;
      out.predicted.push_back(sums_[i] / rows_[i]);
      out.observed.push_back(static_cast<double>(hits_[i]) / rows_[i]);
      out.rows.push_back(rows_[i]);
    }
    return out;
  }

 private:
  std::vector<double> edges_, sums_;
  std::vector<std::uint32_t> hits_, rows_;
};

}  // namespace

ReliabilityCurve reliability_of_class(std::span<const float> probabilities,
                                      std::span<const std::uint32_t> labels, std::uint32_t class_count,
                                      std::uint32_t of, std::uint32_t bins) {
  Bins filled(bins);
  for (std::size_t row = 0; row < labels.size(); ++row)
    filled.add(probabilities[row * class_count + of], labels[row] == of);
  return filled.curve();
}

ReliabilityCurve reliability_of_answers(std::span<const float> probabilities,
                                        std::span<const std::uint32_t> labels, std::uint32_t class_count,
                                        std::uint32_t bins) {
  Bins filled(bins);
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto answer = probabilities.subspan(row * class_count, class_count);
    const std::uint32_t best = best_class(answer);
    filled.add(answer[best], labels[row] == best);
  }
  return filled.curve();
}

double expected_calibration_error(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                                  std::uint32_t class_count, std::uint32_t bins) {
  const ReliabilityCurve curve = reliability_of_answers(probabilities, labels, class_count, bins);
  double sum = 0;
  for (std::size_t i = 0; i < curve.rows.size(); ++i)
    sum += curve.rows[i] * std::abs(curve.predicted[i] - curve.observed[i]);
  return labels.empty() ? 0 : sum / static_cast<double>(labels.size());
}

}  // namespace shohin
