// A trained tree ensemble as the model file holds it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"

namespace shohin {

enum class SplitTest : std::uint8_t {
  kAtMost,  // value <= threshold goes to the true child (ONNX BRANCH_LEQ)
  kEquals,  // value == threshold goes to the true child: one category against the rest
};

// The threshold of a kEquals test that no category passes: only what is missing may.
inline constexpr float kNoCategory = -1;

// Nodes of all trees, parallel vectors, each tree's nodes together in depth-first order with the true child
// next.
struct TreeEnsemble {
  static constexpr std::uint32_t kLeaf = 0xFFFFFFFFU;

  std::uint32_t class_count = 0;
  std::vector<std::uint32_t> roots;           // first node of each tree, ascending; roots[0] is 0
  std::vector<std::uint32_t> feature;         // [node] kLeaf for a leaf
  std::vector<SplitTest> test;                // [node]
  std::vector<float> threshold;               // [node] unused by leaves
  std::vector<std::uint8_t> missing_is_true;  // [node] whether NaN goes to the true child
  std::vector<std::uint32_t> false_child;  // [node]; the true child is node + 1. For a leaf: its leaf number
  std::vector<float> hits;                 // [node] training rows that came by (ONNX nodes_hitrates)
  std::vector<float> leaf_values;  // [leaf][class], multiples of 2^-23; over the trees they add up to 1

  [[nodiscard]] std::uint32_t tree_count() const { return static_cast<std::uint32_t>(roots.size()); }
  [[nodiscard]] std::uint32_t node_count() const { return static_cast<std::uint32_t>(feature.size()); }
  [[nodiscard]] std::uint32_t leaf_count() const {
    return static_cast<std::uint32_t>(leaf_values.size() / class_count);
  }
};

struct Model {
  Contract contract;
  TreeEnsemble ensemble;
  Json record;  // "shohin.record": learner, config, seed, data digest, split, metrics, engine version
};

}  // namespace shohin
