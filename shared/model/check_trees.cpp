#include "model/check_trees.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "contract/limits.h"
#include "model/leaf_share.h"

namespace shohin {
namespace {

Fault bad_tree(std::string field, std::uint64_t value) {
  return {.code = FaultCode::kBadTree, .field = std::move(field), .value = std::to_string(value)};
}

bool sizes_fit(const TreeEnsemble& e) {
  const std::size_t nodes = e.feature.size();
  return e.class_count >= 2 && nodes < TreeEnsemble::kLeaf && e.test.size() == nodes &&
         e.threshold.size() == nodes && e.missing_is_true.size() == nodes && e.false_child.size() == nodes &&
         e.hits.size() == nodes && e.leaf_values.size() % e.class_count == 0 && !e.roots.empty();
}

bool leaf_spreads(const TreeEnsemble& e, std::uint32_t leaf, std::uint32_t share) {
  std::uint64_t sum = 0;
  for (std::uint32_t c = 0; c < e.class_count; ++c) {
    const float units = e.leaf_values[std::size_t{leaf} * e.class_count + c] * 0x1p23F;
    if (!(units >= 0 && units <= static_cast<float>(kUnitsOfOne)) || units != std::floor(units)) return false;
    sum += static_cast<std::uint32_t>(units);
  }
  return sum == share;
}

bool branch_is_sound(const TreeEnsemble& e, std::uint32_t node, std::uint32_t feature_count) {
  const float threshold = e.threshold[node];
  if (e.feature[node] >= feature_count || !std::isfinite(threshold)) return false;
  return e.test[node] != SplitTest::kEquals ||
         (threshold >= kNoCategory && threshold < Limits::kCategories && threshold == std::floor(threshold));
}

// Depth-first order means: when a leaf ends a true branch, the next node is the false child that was promised
// last. `leaf` counts on.
std::optional<Fault> tree_fault(const TreeEnsemble& e, std::uint32_t tree, std::uint32_t end,
                                std::uint32_t feature_count, std::uint32_t& leaf) {
  const std::uint32_t share = tree_share(tree, e.tree_count());
  struct Promise {
    std::uint32_t node, depth;
  };
  std::vector<Promise> promised;
  std::uint32_t depth = 0;
  for (std::uint32_t node = e.roots[tree]; node < end; ++node) {
    if (!(e.hits[node] >= 0)) return bad_tree("nodes_hitrates", node);
    if (e.feature[node] != TreeEnsemble::kLeaf) {
      if (!branch_is_sound(e, node, feature_count)) return bad_tree("nodes", node);
      if (++depth > kDeepestTree) return bad_tree("depth", depth);
      promised.push_back({.node = e.false_child[node], .depth = depth});
      continue;
    }
    if (e.false_child[node] != leaf || leaf >= e.leaf_count() || !leaf_spreads(e, leaf, share))
      return bad_tree("leaves", node);
    ++leaf;
    if (promised.empty() ? node + 1 != end : promised.back().node != node + 1)
      return bad_tree("nodes_falsenodeids", node);
    if (promised.empty()) break;
    depth = promised.back().depth;
    promised.pop_back();
  }
  return promised.empty() ? std::nullopt : std::optional(bad_tree("nodes_falsenodeids", end));
}

}  // namespace

std::optional<Fault> tree_fault(const TreeEnsemble& e, std::uint32_t feature_count) {
  if (!sizes_fit(e) || e.roots[0] != 0) return bad_tree("nodes", e.feature.size());
  std::uint32_t leaf = 0;
  for (std::uint32_t tree = 0; tree < e.tree_count(); ++tree) {
    const std::uint32_t end = tree + 1 < e.tree_count() ? e.roots[tree + 1] : e.node_count();
    if (end <= e.roots[tree] || end > e.node_count()) return bad_tree("nodes_treeids", tree);
    if (auto fault = tree_fault(e, tree, end, feature_count, leaf)) return fault;
  }
  return leaf == e.leaf_count() ? std::nullopt : std::optional(bad_tree("leaves", leaf));
}

std::uint32_t tree_depth(const TreeEnsemble& e, std::uint32_t first, std::uint32_t end) {
  std::vector<std::uint32_t> depth(end - first, 0);
  std::uint32_t deepest = 0;
  for (std::uint32_t node = first; node < end; ++node) {
    const std::uint32_t here = depth[node - first];
    deepest = std::max(deepest, here);
    if (e.feature[node] == TreeEnsemble::kLeaf) continue;
    depth[node + 1 - first] = here + 1;
    depth[e.false_child[node] - first] = here + 1;
  }
  return deepest;
}

}  // namespace shohin
