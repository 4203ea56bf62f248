// One tree of a forest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/random.h"
#include "learn/plan.h"
#include "learn/random_split.h"
#include "learn/split_search.h"
#include "model/ensemble.h"

namespace shohin {

struct GrownNode {
  std::uint32_t feature = TreeEnsemble::kLeaf;
  float threshold = 0;
  std::uint32_t false_child = 0;  // counted from the tree's first node; for a leaf from its first leaf
  std::uint32_t hits = 0;         // draws that came by, times their weights
  SplitTest test = SplitTest::kAtMost;
  bool missing_is_true = false;
};

struct GrownTree {
  std::vector<GrownNode> nodes;           // depth-first, the true child next
  std::vector<std::uint32_t> leaf_units;  // [leaf][class] units of leaf_share.h
};

// Grows the trees of a plan one after the other, in memory that is allocated once.
class TreeGrower {
 public:
  explicit TreeGrower(const TrainingPlan& plan);  // the plan must outlive the grower

  // Tree number `tree`; depends on nothing but the plan and that number. Valid until the next call.
  const GrownTree& grow(std::uint32_t tree);

 private:
  void draw_samples();
  void take_drawn();
  void grow_node(std::size_t first, std::size_t end, std::uint32_t depth);
  NodeSplit find_split(std::span<const Sample> samples, const NodeCounts& counts);
  std::size_t part(std::size_t first, std::size_t end, const NodeSplit& split);
  void add_branch(const NodeSplit& split, bool missing_is_true);
  void add_leaf(const NodeCounts& counts);
  void merge_twin_leaves(std::size_t node);

  const TrainingPlan& plan_;
  std::uint32_t features_a_split_;
  SplitSearch search_;
  RandomSplitSearch random_search_;  // of extra trees
  Random random_;
  std::uint32_t share_ = 0;  // of this tree
  std::vector<Sample> samples_, false_samples_;
  std::vector<std::uint16_t> draws_;  // [row]
  std::vector<std::uint32_t> feature_order_;
  std::vector<NodeCounts> counts_;  // [depth]
  GrownTree tree_;
};

}  // namespace shohin
