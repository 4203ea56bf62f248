// The bins of eight features of a row in one word, so that a histogram takes eight steps a load.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "learn/plan.h"

namespace shohin {

class PackedBins {
 public:
  static constexpr std::uint32_t kTogether = 8;  // features in a word

  explicit PackedBins(const TrainingPlan& plan);

  [[nodiscard]] std::uint32_t feature_count() const { return static_cast<std::uint32_t>(first_.size() - 1); }
  [[nodiscard]] std::uint32_t word_count() const { return (feature_count() + kTogether - 1) / kTogether; }
  // Cells of a histogram over all features; those of one feature are first(f)..first(f + 1) - 1.
  [[nodiscard]] std::uint32_t cell_count() const { return first_.back(); }
  [[nodiscard]] std::uint32_t first(std::uint32_t feature) const { return first_[feature]; }
  [[nodiscard]] std::uint32_t value_bins(std::uint32_t feature) const { return value_bins_[feature]; }
  // What is missing has the bin after the values' ones; only there when some row of the plan misses it.
  [[nodiscard]] bool has_missing(std::uint32_t feature) const {
    return first_[feature + 1] - first_[feature] > value_bins_[feature];
  }
  // [row] the features kTogether * word ... of each row, the first in the lowest byte.
  [[nodiscard]] std::span<const std::uint64_t> words(std::uint32_t word) const { return words_[word]; }
  [[nodiscard]] std::uint32_t bin(std::uint32_t feature, std::uint32_t row) const {
    return words_[feature / kTogether][row] >> (8 * (feature % kTogether)) & 0xFFU;
  }

 private:
  void add(const TrainingPlan& plan, std::uint32_t feature);

  std::vector<std::vector<std::uint64_t>> words_;
  std::vector<std::uint32_t> first_{0};
  std::vector<std::uint32_t> value_bins_;
};

}  // namespace shohin
