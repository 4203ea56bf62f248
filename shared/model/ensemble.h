// A trained tree ensemble as the model file holds it.
#pragma once

#include <cstdint>
#include <vector>

namespace shohin {

enum class SplitTest : std::uint8_t {
  kAtMost,  // value <= threshold goes to the true child (ONNX BRANCH_LEQ)
  kEquals,  // value == threshold goes to the true child: one category against the rest
};

// The threshold of a kEquals test that no category passes: only what is missing may.
inline constexpr float kNoCategory = -1;

// How sums become probabilities (ONNX post_transform).
enum class Link : std::uint8_t {
  kShares,       // they are: a leaf gives each class its share of the tree's vote
  kSoftmax,      // three classes or more, one sum a class
  kLogistic,     // two classes, one sum: the second class has 1 / (1 + e^-sum)
  kSecondShare,  // two classes, one sum: the second class has it, the first the rest. Imported forests only
};

// Nodes of all trees, parallel vectors, each tree's nodes together in depth-first order with the true child
// next. Every sum of leaf values is exact in float32, whatever its order, in an ensemble of ours: shares are
// multiples of 2^-23 that add up to 1 over the trees; the values of boosted trees are multiples of a power of
// two, and no sum of them needs more than 24 bits. Imported ones may be off any such grid.
struct TreeEnsemble {
  static constexpr std::uint32_t kLeaf = 0xFFFFFFFFU;

  std::uint32_t class_count = 0;
  Link link = Link::kShares;
  std::vector<float> base_values{};           // [output] where the sums start; empty for zeros
  std::vector<std::uint32_t> tree_output{};   // [tree] the one output that its leaves add to; empty: to all
  std::vector<std::uint32_t> roots;           // first node of each tree, ascending; roots[0] is 0
  std::vector<std::uint32_t> feature;         // [node] kLeaf for a leaf
  std::vector<SplitTest> test;                // [node]
  std::vector<float> threshold;               // [node] unused by leaves
  std::vector<std::uint8_t> missing_is_true;  // [node] whether NaN goes to the true child
  std::vector<std::uint32_t> false_child;  // [node]; the true child is node + 1. For a leaf: its leaf number
  std::vector<float> hits;                 // [node] training rows that came by (ONNX nodes_hitrates)
  std::vector<float> leaf_values;          // [leaf][leaf_width()]

  [[nodiscard]] std::uint32_t tree_count() const { return static_cast<std::uint32_t>(roots.size()); }
  [[nodiscard]] std::uint32_t node_count() const { return static_cast<std::uint32_t>(feature.size()); }
  // One past the last node of a tree: trees stand one behind another, each from its root on.
  [[nodiscard]] std::uint32_t end_of_tree(std::uint32_t tree) const {
    return tree + 1 < tree_count() ? roots[tree + 1] : node_count();
  }
  [[nodiscard]] std::uint32_t leaf_count() const {
    return static_cast<std::uint32_t>(leaf_values.size() / leaf_width());
  }
  // Sums a row: one a class, or one in all.
  [[nodiscard]] std::uint32_t output_count() const {
    return link == Link::kLogistic || link == Link::kSecondShare ? 1 : class_count;
  }
  // Values a leaf: one for each output, or one for its tree's.
  [[nodiscard]] std::uint32_t leaf_width() const { return tree_output.empty() ? output_count() : 1; }
};

}  // namespace shohin
