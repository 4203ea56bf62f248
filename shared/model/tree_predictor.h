// From inputs to the sums of the leaves that they reach.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/ensemble.h"

namespace shohin {

// A tree ensemble laid out for speed. Immutable: threads may share one.
//
// Each (feature, direction of what is missing, category) that a node asks about has a slot. A row is first
// turned into slots, so that every node is the one test `slot <= threshold`; a leaf's threshold is NaN, which
// keeps the walk where it is. Siblings lie side by side, the false one first: a step is an addition.
class TreePredictor {
 public:
  // The ensemble must be sound (check_trees.h).
  explicit TreePredictor(const TreeEnsemble& ensemble);

  [[nodiscard]] std::uint32_t output_count() const { return output_count_; }
  // rows: [N x inputs], NaN for what is missing; sums: [N x outputs], overwritten. They start at the base
  // values and grow in the order of the trees, so every path gives the same bits. Nothing is allocated for a
  // row, and nothing at all below 512 slots.
  void predict(std::span<const float> rows, std::uint32_t input_count, std::span<float> sums) const;

 private:
  struct Slot {
    std::uint32_t feature;
    SplitTest test;
    bool missing_is_true;
    float category;
    bool operator==(const Slot&) const = default;
  };
  struct NarrowNode {
    float threshold;
    std::uint16_t slot;
    std::uint16_t step;  // from here to the false child; 0 for a leaf
  };
  struct WideNode {
    float threshold;
    std::uint32_t slot;
    std::uint32_t step;
  };
  static constexpr std::uint32_t kTogether = 8;  // trees that are walked side by side

  std::vector<std::uint32_t> number_slots(const TreeEnsemble& ensemble);
  void lay_out(const TreeEnsemble& ensemble, std::span<const std::uint32_t> slot_of_node);
  template <class Node>
  void lay_out_tree(const TreeEnsemble& ensemble, std::uint32_t first, std::uint32_t end,
                    std::span<const std::uint32_t> slot_of_node, std::vector<Node>& nodes);
  void fill_slots(const float* row, float* slots) const;
  template <class Node>
  void add_trees(const std::vector<Node>& nodes, const float* slots, float* sums) const;
  template <class Node>
  void predict_rows(const std::vector<Node>& nodes, std::span<const float> rows, std::uint32_t input_count,
                    std::span<float> sums) const;

  std::uint32_t output_count_ = 0, leaf_width_ = 0;
  std::vector<float> base_values_;          // [output]
  std::vector<std::uint32_t> tree_output_;  // [tree] empty: all
  std::vector<Slot> slots_;
  std::vector<NarrowNode> narrow_;  // when every tree and slot number fits into 16 bits
  std::vector<WideNode> wide_;      // otherwise
  std::vector<std::uint32_t> roots_;
  std::vector<std::uint32_t> depths_;        // [group of kTogether trees] the deepest
  std::vector<std::uint32_t> leaf_of_node_;  // in the layout above
  std::vector<float> leaf_values_;           // [leaf][leaf_width_]
};

}  // namespace shohin
