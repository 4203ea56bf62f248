// One tree of a boosted ensemble: one value a leaf, for one output.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/gain_search.h"
#include "learn/tree_grower.h"

namespace shohin {

// What the tree grows on, in units of its scale.
struct BoostedTreeInput {
  std::span<const RowGradient> gradients;  // [row] of all rows of the plan
  GradientScale scale;
  std::span<const std::uint32_t> rows;      // ascending; the tree sees no others
  std::span<const std::uint32_t> features;  // that splits may ask about
  double leaf_unit = 1;                     // leaf values are multiples of it
};

// The longest Newton step of a leaf, before the learning rate: a step from a leaf where nearly every row is
// already right would have no bound (the threshold on z in Friedman, Hastie, Tibshirani, "Additive logistic
// regression", Annals of Statistics 28 (2000), section 3.3).
inline constexpr double kLongestStep = 8;

// Grows trees one after the other, in memory that is allocated once.
class BoostedTreeGrower {
 public:
  BoostedTreeGrower(const TrainingPlan& plan, const PackedBins& bins);  // both must outlive it

  // The leaves' values are whole numbers of `leaf_unit`, in two's complement in leaf_units. Valid until the
  // next call.
  const GrownTree& grow(const BoostedTreeInput& input);

  // Adds the last tree's values to the scores of the rows that it grew on, which are still in their leaves.
  void add_to_grown(std::span<std::int32_t> scores) const;
  // The same for any other row, which has to walk.
  void add_to(std::uint32_t row, std::span<std::int32_t> scores) const;

 private:
  struct Node {
    std::size_t first = 0, end = 0;  // in rows_
    std::uint32_t depth = 0;
    GradientSum sum = 0;
  };
  struct Leaf {
    std::size_t first, end;  // in rows_
  };
  using Cells = std::vector<GradientSum>;

  void grow_node(const Node& node, Cells cells);
  [[nodiscard]] bool may_split(const Node& node) const;
  [[nodiscard]] GainSplit find_split(const Node& node, const Cells& cells) const;
  std::size_t part(const Node& node, const NodeSplit& split);
  void grow_children(Cells cells, const Node& true_child, const Node& false_child);
  void add_branch(const Node& node, const NodeSplit& split, bool missing_is_true);
  void add_leaf(const Node& node);
  [[nodiscard]] bool goes_true(const NodeSplit& split, std::uint32_t row) const;
  Cells take_cells();
  [[nodiscard]] std::span<const std::uint32_t> rows_of(const Node& node) const {
    return std::span(rows_).subspan(node.first, node.end - node.first);
  }

  const TrainingPlan& plan_;
  const PackedBins& bins_;
  BoostedTreeInput input_{};
  GainLimits limits_;
  std::vector<std::uint32_t> rows_, false_rows_;
  std::vector<Leaf> leaves_;
  std::vector<NodeSplit> splits_;   // [node] of the tree; those of leaves say nothing
  std::vector<Cells> spare_cells_;  // histograms to use again
  GrownTree tree_;
};

}  // namespace shohin
