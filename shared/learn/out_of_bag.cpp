#include "learn/out_of_bag.h"

#include <algorithm>

#include "data/random.h"

namespace shohin {
namespace {

constexpr std::size_t kMostRows = 20'000;

// Which rows the tree saw: the draws of TreeGrower, which takes all rows when those drawn weigh nothing.
void draw(const LearnerConfig& config, Random random, const std::vector<float>& weights,
          std::vector<bool>& seen) {
  const auto rows = static_cast<std::uint32_t>(seen.size());
  std::fill(seen.begin(), seen.end(), false);
  bool any = weights.empty();
  const std::uint32_t draws = rounded_share(rows, config.max_samples);
  for (std::uint32_t i = 0; i < draws; ++i) {
    const std::uint32_t row = random.below(rows);
    seen[row] = true;
    any = any || weights[row] > 0;
  }
  if (!any) std::fill(seen.begin(), seen.end(), true);
}

const float* leaf_of(const TreeEnsemble& trees, std::uint32_t node, const Table& table, std::uint32_t row) {
  while (trees.feature[node] != TreeEnsemble::kLeaf) {
    const float value = table.columns[trees.feature[node]][row], threshold = trees.threshold[node];
    bool is_true = trees.test[node] == SplitTest::kEquals ? value == threshold : value <= threshold;
    if (value != value) is_true = trees.missing_is_true[node] != 0;
    node = is_true ? node + 1 : trees.false_child[node];
  }
  return &trees.leaf_values[std::size_t{trees.false_child[node]} * trees.class_count];
}

}  // namespace

std::optional<OutOfBag> out_of_bag(const TreeEnsemble& trees, const Table& table, const LearnerConfig& config,
                                   std::uint64_t seed) {
  const std::size_t row_count = table.row_count(), classes = trees.class_count;
  if (!config.bootstrap || trees.link != Link::kShares || row_count == 0) return std::nullopt;
  const std::size_t taken = std::min(row_count, kMostRows);
  std::vector<std::uint32_t> rows;
  for (std::uint64_t i = 0; i < taken; ++i) rows.push_back(static_cast<std::uint32_t>(i * row_count / taken));
  std::vector<double> sums(taken * classes, 0);
  std::vector<bool> seen(row_count);
  for (std::uint32_t tree = 0; tree < trees.tree_count(); ++tree) {
    draw(config, Random(seed, tree), table.weights, seen);
    for (std::size_t i = 0; i < taken; ++i) {
      if (seen[rows[i]]) continue;
      const float* const leaf = leaf_of(trees, trees.roots[tree], table, rows[i]);
      for (std::size_t c = 0; c < classes; ++c) sums[i * classes + c] += leaf[c];
    }
  }
  OutOfBag out;
  for (std::size_t i = 0; i < taken; ++i) {
    double total = 0;
    for (std::size_t c = 0; c < classes; ++c) total += sums[i * classes + c];
    if (!(total > 0)) continue;
    out.rows.push_back(rows[i]);
    for (std::size_t c = 0; c < classes; ++c)
      out.probabilities.push_back(static_cast<float>(sums[i * classes + c] / total));
  }
  return out;
}

}  // namespace shohin
