// Small ensembles made by hand.
#pragma once

#include <cstdint>

#include "model/ensemble.h"
#include "model/leaf_share.h"

namespace shohin {

// Puts a node at the end; a branch's false child is set by the caller.
inline void add_branch(TreeEnsemble& e, std::uint32_t feature, SplitTest test, float threshold, bool missing,
                       std::uint32_t false_child) {
  e.feature.push_back(feature);
  e.test.push_back(test);
  e.threshold.push_back(threshold);
  e.missing_is_true.push_back(missing ? 1 : 0);
  e.false_child.push_back(false_child);
  e.hits.push_back(0);
}

// A leaf that is sure of one class.
inline void add_leaf(TreeEnsemble& e, std::uint32_t tree, std::uint32_t trees, std::uint32_t winner) {
  const std::uint32_t leaf = e.leaf_count();
  add_branch(e, TreeEnsemble::kLeaf, SplitTest::kAtMost, 0, false, leaf);
  for (std::uint32_t c = 0; c < e.class_count; ++c)
    e.leaf_values.push_back(c == winner ? from_units(tree_share(tree, trees)) : 0);
}

// Three trees over three classes: a number (missing goes false), a category (missing goes true), and a leaf
// alone.
inline TreeEnsemble three_trees() {
  TreeEnsemble e;
  e.class_count = 3;
  e.roots = {0, 3, 6};
  add_branch(e, 0, SplitTest::kAtMost, 2.5F, false, 2);
  add_leaf(e, 0, 3, 0);
  add_leaf(e, 0, 3, 1);
  add_branch(e, 1, SplitTest::kEquals, 4, true, 5);
  add_leaf(e, 1, 3, 2);
  add_leaf(e, 1, 3, 0);
  add_leaf(e, 2, 3, 1);
  return e;
}

}  // namespace shohin
