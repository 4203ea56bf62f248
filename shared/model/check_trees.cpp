#include "model/check_trees.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "contract/limits.h"
#include "model/leaf_share.h"

namespace shohin {
namespace {

Fault bad_tree(std::string field, std::uint64_t value) {
  return {.code = FaultCode::kBadTree, .field = std::move(field), .value = std::to_string(value)};
}

bool link_fits(const TreeEnsemble& e) {
  const bool binary = e.class_count == 2;
  const bool shares = e.link == Link::kShares || e.link == Link::kSecondShare;
  if ((e.link == Link::kSoftmax && binary) || (e.output_count() == 1 && !binary)) return false;
  if (!e.base_values.empty() && (shares || e.base_values.size() != e.output_count())) return false;
  if (!e.tree_output.empty() && (shares || e.tree_output.size() != e.roots.size())) return false;
  return std::all_of(e.tree_output.begin(), e.tree_output.end(),
                     [&e](std::uint32_t output) { return output < e.output_count(); });
}

bool sizes_fit(const TreeEnsemble& e) {
  const std::size_t nodes = e.feature.size();
  return e.class_count >= 2 && link_fits(e) && nodes < TreeEnsemble::kLeaf && e.test.size() == nodes &&
         e.threshold.size() == nodes && e.missing_is_true.size() == nodes && e.false_child.size() == nodes &&
         e.hits.size() == nodes && e.leaf_values.size() % e.leaf_width() == 0 && !e.roots.empty();
}

std::span<const float> values_of(const TreeEnsemble& e, std::uint32_t leaf) {
  return std::span(e.leaf_values).subspan(std::size_t{leaf} * e.leaf_width(), e.leaf_width());
}

// In units of 2^-23; nothing for a value off the grid.
std::optional<std::uint64_t> units_of(std::span<const float> shares) {
  std::uint64_t sum = 0;
  for (const float share : shares) {
    const float units = share * 0x1p23F;
    if (!(units >= 0 && units <= static_cast<float>(kUnitsOfOne)) || units != std::floor(units))
      return std::nullopt;
    sum += static_cast<std::uint32_t>(units);
  }
  return sum;
}

// The least and the most that the leaves of a tree add; of links other than shares the largest absolute
// value.
struct Reach {
  double least = 0, most = 0;
};

std::optional<Reach> reach_of(const TreeEnsemble& e, std::uint32_t first_leaf, std::uint32_t end_leaf) {
  const bool shares = e.link == Link::kShares || e.link == Link::kSecondShare;
  Reach reach{.least = kHighestSum, .most = 0};
  for (std::uint32_t leaf = first_leaf; leaf < end_leaf; ++leaf) {
    double total = 0;
    for (const float value : values_of(e, leaf)) {
      if (shares && !(value >= 0)) return std::nullopt;
      if (!(std::fabs(value) <= kHighestSum)) return std::nullopt;
      total = shares ? total + value : std::max(total, std::fabs(static_cast<double>(value)));
    }
    reach = {.least = std::min(reach.least, total), .most = std::max(reach.most, total)};
  }
  return reach;
}

bool reach_is_sound(const TreeEnsemble& e, Reach all) {
  if (e.link == Link::kSecondShare) return all.most <= 1 + kShareSlack;
  if (e.link == Link::kShares) return all.least >= 1 - kShareSlack && all.most <= 1 + kShareSlack;
  double base = 0;
  for (const float value : e.base_values) {
    if (!std::isfinite(value)) return false;
    base = std::max(base, std::fabs(static_cast<double>(value)));
  }
  return base + all.most <= kHighestSum;
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
    if (e.false_child[node] != leaf || leaf >= e.leaf_count()) return bad_tree("leaves", node);
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
  Reach all;
  for (std::uint32_t tree = 0; tree < e.tree_count(); ++tree) {
    const std::uint32_t end = tree + 1 < e.tree_count() ? e.roots[tree + 1] : e.node_count();
    if (end <= e.roots[tree] || end > e.node_count()) return bad_tree("nodes_treeids", tree);
    const std::uint32_t first_leaf = leaf;
    if (auto fault = tree_fault(e, tree, end, feature_count, leaf)) return fault;
    const std::optional<Reach> reach = reach_of(e, first_leaf, leaf);
    if (!reach) return bad_tree("leaves", tree);
    all = {.least = all.least + reach->least, .most = all.most + reach->most};
  }
  if (leaf != e.leaf_count()) return bad_tree("leaves", leaf);
  return reach_is_sound(e, all) ? std::nullopt : std::optional(bad_tree("class_weights", leaf));
}

bool shares_are_exact(const TreeEnsemble& e) {
  if (e.link != Link::kShares && e.link != Link::kSecondShare) return false;
  std::uint32_t tree = 0;
  for (std::uint32_t node = 0; node < e.node_count(); ++node) {
    if (tree + 1 < e.tree_count() && node == e.roots[tree + 1]) ++tree;
    if (e.feature[node] != TreeEnsemble::kLeaf) continue;
    const std::uint32_t share = tree_share(tree, e.tree_count());
    const auto units = units_of(values_of(e, e.false_child[node]));
    if (!units || *units > share || (e.link == Link::kShares && *units != share)) return false;
  }
  return true;
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
