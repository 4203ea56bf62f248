// The best way to part a node's rows by one feature (Gini, from integer counts).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "learn/plan.h"

namespace shohin {

// A training row of a tree. `drawn` says how often the bootstrap drew it, times its weight.
struct Sample {
  std::uint32_t row;
  std::uint16_t label, drawn;
};

// What a node holds: rows, and draws in all and of each class.
struct NodeCounts {
  std::uint32_t rows = 0;
  std::uint64_t draws = 0, sum_of_squares = 0;
  std::vector<std::uint32_t> of_class;
};

void count_samples(std::span<const Sample> samples, NodeCounts& counts);

struct NodeSplit {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  double score = -1;  // weighted purity of both sides; higher is better
  std::uint32_t feature = kNone;
  std::uint8_t bin = 0;       // numbers: bins up to this go to the true child; categories: this one does
  std::uint8_t next_bin = 0;  // numbers: the lowest present bin of the false side; kMissingBin for none
  bool only_missing = false;  // categories: no category goes to the true child, what is missing does
  bool missing_is_true = false;
  bool saw_missing = false;
  std::optional<float> threshold{};  // numbers: where it was drawn; otherwise it is yet to be chosen

  [[nodiscard]] bool goes_true(std::uint8_t row_bin, bool categorical) const {
    if (row_bin == kMissingBin) return missing_is_true;
    return categorical ? !only_missing && row_bin == bin : row_bin <= bin;
  }
};

// The number of the node's test.
float threshold_of(const FeatureBins& bins, const NodeSplit& split);

// Holds the histogram, which is all zeros between calls: memory for one tree at a time, allocated once.
class SplitSearch {
 public:
  explicit SplitSearch(const TrainingPlan& plan);

  // Replaces `best` when the feature parts the samples better, by strictly more. False when all samples have
  // one value (or all miss it), so that there is nothing to part.
  bool improve(std::uint32_t feature, std::span<const Sample> samples, const NodeCounts& node,
               NodeSplit& best);

 private:
  struct Side {
    std::uint64_t rows = 0, draws = 0, sum_of_squares = 0;
  };

  void fill(std::span<const std::uint8_t> column, std::span<const Sample> samples);
  void clear();
  void start(const NodeCounts& node, bool missing_is_true);
  void move(std::uint8_t bin);
  void offer(const NodeSplit& split, NodeSplit& best) const;
  void scan_numbers(const NodeCounts& node, NodeSplit split, NodeSplit& best);
  void scan_categories(const NodeCounts& node, NodeSplit split, NodeSplit& best);

  const TrainingPlan& plan_;
  std::uint32_t class_count_, least_rows_;
  std::vector<std::uint64_t> histogram_;  // [bin][class] rows << 32 | draws
  std::vector<std::uint8_t> touched_;     // [bin]
  std::vector<std::uint8_t> present_;     // value bins with samples, ascending
  bool has_missing_ = false;
  Side true_side_, false_side_;
  std::vector<std::uint32_t> true_of_class_, false_of_class_;
};

}  // namespace shohin
