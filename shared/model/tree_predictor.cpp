#include "model/tree_predictor.h"

#include <algorithm>
#include <cassert>

#include "model/float_buffer.h"

namespace shohin {
namespace {

constexpr std::size_t kRowsAtOnce = 64;  // their slots stay in the nearest cache while a chunk's trees do

TreeLayout lay_out_for(const TreeEnsemble& ensemble, std::optional<TreeWalk> walk) {
  return lay_out_trees(ensemble, walk ? *walk == TreeWalk::kBlocks : blocks_pay());
}

}  // namespace

TreePredictor::TreePredictor(const TreeEnsemble& ensemble, std::optional<TreeWalk> walk)
    : output_count_(ensemble.output_count()),
      leaf_width_(ensemble.leaf_width()),
      base_values_(ensemble.base_values),
      tree_output_(ensemble.tree_output),
      leaf_values_(ensemble.leaf_values),
      layout_(lay_out_for(ensemble, walk)) {
  base_values_.resize(output_count_, 0.0F);
  const TreeWalk chosen = walk.value_or(fastest_walk(layout_));
  prepare_ = prepare_function(chosen);
  walk_ = walk_function(layout_, chosen);
}

// The sums of some columns stay in registers from the first tree of a chunk to the last; even and odd trees
// have sums of their own, as an addition waits for the one before.
template <int kWidth>
void TreePredictor::add_columns(const LeafNumbers& leaves, std::uint32_t count, std::uint32_t column,
                                float* sums) const {
  float even[kWidth], odd[kWidth] = {};
  for (int i = 0; i < kWidth; ++i) even[i] = sums[i];
  const auto leaf = [&](std::uint32_t tree) {
    return &leaf_values_[std::size_t{leaves[tree]} * leaf_width_ + column];
  };
  std::uint32_t tree = 0;
  for (; tree + 1 < count; tree += 2) {
    const float *first = leaf(tree), *second = leaf(tree + 1);
    for (int i = 0; i < kWidth; ++i) even[i] += first[i];
    for (int i = 0; i < kWidth; ++i) odd[i] += second[i];
  }
  for (int i = 0; i < kWidth && tree < count; ++i) even[i] += leaf(tree)[i];
  for (int i = 0; i < kWidth; ++i) sums[i] = even[i] + odd[i];
}

void TreePredictor::add_leaves(const TreeLayout::Chunk& chunk, const LeafNumbers& leaves, float* sums) const {
  if (!tree_output_.empty()) {
    for (std::uint32_t tree = 0; tree < chunk.count; ++tree)
      sums[tree_output_[chunk.first + tree]] += leaf_values_[leaves[tree]];
    return;
  }
  for (std::uint32_t column = 0; column < leaf_width_; column += 4) switch (leaf_width_ - column) {
      case 1:
        add_columns<1>(leaves, chunk.count, column, sums + column);
        break;
      case 2:
        add_columns<2>(leaves, chunk.count, column, sums + column);
        break;
      case 3:
        add_columns<3>(leaves, chunk.count, column, sums + column);
        break;
      default:
        add_columns<4>(leaves, chunk.count, column, sums + column);
    }
}

void TreePredictor::predict_block(std::span<const float> rows, std::uint32_t input_count,
                                  std::span<float> slots, std::span<float> sums) const {
  const std::size_t row_count = rows.size() / input_count, stride = layout_.slot_stride();
  for (std::size_t row = 0; row < row_count; ++row) {
    prepare_(layout_, &rows[row * input_count], slots.data() + row * stride);
    std::copy(base_values_.begin(), base_values_.end(), &sums[row * output_count_]);
  }
  LeafNumbers leaves;
  for (const TreeLayout::Chunk& chunk : layout_.chunks)
    for (std::size_t row = 0; row < row_count; ++row) {
      walk_(layout_, chunk, slots.data() + row * stride, leaves);
      add_leaves(chunk, leaves, &sums[row * output_count_]);
    }
}

void TreePredictor::predict(std::span<const float> rows, std::uint32_t input_count,
                            std::span<float> sums) const {
  assert(input_count > 0 && rows.size() % input_count == 0);
  assert(sums.size() == rows.size() / input_count * output_count_);
  const std::size_t row_count = rows.size() / input_count;
  const std::size_t fit = FloatBuffer::kFew / std::max(layout_.slot_stride(), 1U);
  const std::size_t at_once = std::clamp<std::size_t>(std::min(fit, row_count), 1, kRowsAtOnce);
  FloatBuffer slots(at_once * layout_.slot_stride());
  for (std::size_t first = 0; first < row_count; first += at_once) {
    const std::size_t count = std::min(at_once, row_count - first);
    predict_block(rows.subspan(first * input_count, count * input_count), input_count, slots.floats(),
                  sums.subspan(first * output_count_, count * output_count_));
  }
}

}  // namespace shohin
