// A way to part a node's rows that is drawn by lot, as extra trees do: Geurts, Ernst, Wehenkel, "Extremely
// randomized trees", Machine Learning 63 (2006).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "data/random.h"
#include "learn/split_search.h"

namespace shohin {

// Memory for one tree at a time, allocated once.
class RandomSplitSearch {
 public:
  explicit RandomSplitSearch(const TrainingPlan& plan);

  // Draws one threshold between the lowest and the highest value of the samples, or one of their categories,
  // and replaces `best` when that parts them better, by strictly more; what is missing is tried on both
  // sides. False when all samples have one value (or all miss it), so that there is nothing to part.
  bool improve(std::uint32_t feature, std::span<const Sample> samples, Random& random, NodeSplit& best);

 private:
  enum Side : std::uint8_t { kTrue, kFalse, kMissing };

  bool look(std::span<const std::uint8_t> column, std::span<const Sample> samples);
  void draw_threshold(const FeatureBins& bins, Random& random, NodeSplit& split) const;
  void draw_category(Random& random, NodeSplit& split) const;
  void count(std::span<const Sample> samples, const NodeSplit& split, bool categorical);
  void offer(NodeSplit split, bool missing_is_true, NodeSplit& best) const;

  const TrainingPlan& plan_;
  std::uint32_t class_count_, least_rows_;
  std::vector<std::uint8_t> bins_;                         // [sample] of the feature that is looked at
  std::array<std::uint8_t, 256> seen_{};                   // [bin]
  std::uint32_t lowest_ = 0, highest_ = 0, distinct_ = 0;  // value bins of the samples
  bool has_missing_ = false;
  std::vector<std::uint64_t> counts_;  // [side][class] rows << 32 | draws
};

}  // namespace shohin
