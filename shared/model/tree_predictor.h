// From inputs to the sums of the leaves that they reach.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/ensemble.h"
#include "model/tree_layout.h"
#include "model/tree_walk.h"

namespace shohin {

// A tree ensemble made ready to answer. Immutable: threads may share one.
class TreePredictor {
 public:
  // The ensemble must be sound (check_trees.h). `walk` must be possible for its layout; without one it is the
  // fastest.
  explicit TreePredictor(const TreeEnsemble& ensemble, std::optional<TreeWalk> walk = std::nullopt);

  [[nodiscard]] std::uint32_t output_count() const { return output_count_; }
  // rows: [N x inputs], NaN for what is missing; sums: [N x outputs], overwritten. They start at the base
  // values and grow chunk by chunk (TreeLayout), trees with one value a leaf in their order, others in two
  // parts that take turns and are added at the chunk's end: every path gives the same bits. Nothing is
  // allocated for a row, and nothing at all below 4,096 slots.
  void predict(std::span<const float> rows, std::uint32_t input_count, std::span<float> sums) const;

 private:
  void predict_block(std::span<const float> rows, std::uint32_t input_count, std::span<float> slots,
                     std::span<float> sums) const;
  void add_leaves(const TreeLayout::Chunk& chunk, const LeafNumbers& leaves, float* sums) const;
  template <int kWidth>
  void add_columns(const LeafNumbers& leaves, std::uint32_t count, std::uint32_t column, float* sums) const;

  std::uint32_t output_count_, leaf_width_;
  std::vector<float> base_values_;          // [output]
  std::vector<std::uint32_t> tree_output_;  // [tree] empty: all
  std::vector<float> leaf_values_;          // [leaf][leaf_width_]
  TreeLayout layout_;
  PrepareRow prepare_ = nullptr;
  WalkChunk walk_ = nullptr;
};

}  // namespace shohin
