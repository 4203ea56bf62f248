// The parallel lists that ONNX's TreeEnsembleClassifier calls its attributes, and the way to and from our
// ensemble.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fault/fault.h"
#include "model/ensemble.h"

namespace shohin {

enum class NodeMode : std::uint8_t { kAtMost, kBelow, kAtLeast, kAbove, kEquals, kDiffers, kLeaf };

enum class Transform : std::uint8_t { kNone, kSoftmax, kLogistic };

struct TreeAttributes {
  // [node]
  std::vector<std::uint32_t> tree_ids, node_ids, feature_ids, true_ids, false_ids, missing_is_true;
  std::vector<NodeMode> modes;
  std::vector<float> values, hits;
  // [weight]: classes without a weight at a leaf weigh 0 there
  std::vector<std::uint32_t> class_tree_ids, class_node_ids, class_ids;
  std::vector<float> class_weights;

  std::vector<float> base_values;
  Transform transform = Transform::kNone;
};

// What makes ONNX Runtime (1.31) answer as we do:
// - A category's test is written as BRANCH_EQ when what is missing passes it too, and otherwise as BRANCH_NEQ
//   with its children swapped (NaN differs from everything): it merges a chain of BRANCH_EQ on one feature
//   without asking where the true branches lead.
// - Two classes have one weight a leaf, for the second class under id 0: it answers [1-p, p] then. With
//   weights for both it answers the second class whenever that one's score is above 0.
// - A logistic ensemble without any negative weight is shifted: the first tree's leaves down, the base value
// up
//   by the same. Otherwise it would take the sum for a probability and part the classes at 0.5.
// - Softmax always has base values: a class without a weight on a row's way does not compete otherwise.
TreeAttributes tree_attributes(const TreeEnsemble& ensemble);

// The ensemble of trees whose nodes come in any order (a tree's first node is its root) with any numbers and
// modes. Lists left out (hits, missing_is_true) count as zeros, base values that are all zero as none. Two
// classes have one weight a leaf under id 0. Two shares on the grid of leaf_share.h become kShares, others
// kSecondShare; softmax trees that each weigh one class become trees of one output. Fails with
// kUnsupportedModel (lists of different lengths, a transform or base values that do not fit the classes;
// `field` names the attribute), kTooLarge or kBadTree.
Result<TreeEnsemble> tree_ensemble(const TreeAttributes& attributes, std::uint32_t class_count,
                                   std::uint32_t feature_count);

}  // namespace shohin
