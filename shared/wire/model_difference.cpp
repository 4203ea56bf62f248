#include "wire/model_difference.h"

#include <algorithm>
#include <string>

#include "text/number.h"

namespace shohin {
namespace {

bool same(const NumberInput& a, const NumberInput& b) {
  return a.feature == b.feature && a.offset == b.offset && a.scale == b.scale &&
         (a.fill == b.fill || (a.fill != a.fill && b.fill != b.fill));
}

bool same(const CategoryInput& a, const CategoryInput& b) {
  return a.feature == b.feature && a.category == b.category;
}

template <class T>
bool same_lists(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& one, const T& other) { return same(one, other); });
}

std::uint32_t end_of(const TreeEnsemble& trees, std::uint32_t tree) {
  return tree + 1 < trees.tree_count() ? trees.roots[tree + 1] : trees.node_count();
}

// Whether node `a` of one tree and node `b` of another do the same; leaves by their values.
bool same_node(const TreeEnsemble& first, std::uint32_t a, const TreeEnsemble& second, std::uint32_t b,
               std::uint32_t from_a, std::uint32_t from_b) {
  if (first.feature[a] != second.feature[b] || first.hits[a] != second.hits[b]) return false;
  if (first.feature[a] != TreeEnsemble::kLeaf)
    return first.test[a] == second.test[b] && first.threshold[a] == second.threshold[b] &&
           first.missing_is_true[a] == second.missing_is_true[b] &&
           first.false_child[a] - from_a == second.false_child[b] - from_b;
  const std::size_t width = first.leaf_width();
  const auto values = first.leaf_values.begin() + static_cast<std::ptrdiff_t>(first.false_child[a] * width);
  const auto others = second.leaf_values.begin() + static_cast<std::ptrdiff_t>(second.false_child[b] * width);
  return std::equal(values, values + static_cast<std::ptrdiff_t>(width), others);
}

bool same_tree(const TreeEnsemble& a, const TreeEnsemble& b, std::uint32_t tree) {
  const std::uint32_t from_a = a.roots[tree], from_b = b.roots[tree];
  if (end_of(a, tree) - from_a != end_of(b, tree) - from_b) return false;
  for (std::uint32_t node = 0; node < end_of(a, tree) - from_a; ++node)
    if (!same_node(a, from_a + node, b, from_b + node, from_a, from_b)) return false;
  return true;
}

void compare(const TreeEnsemble& a, const TreeEnsemble& b, std::vector<Difference>& out) {
  if (a.tree_count() != b.tree_count())
    out.push_back({"trees", std::to_string(a.tree_count()), std::to_string(b.tree_count())});
  if (a.link != b.link || a.leaf_width() != b.leaf_width() || a.base_values != b.base_values ||
      a.tree_output != b.tree_output) {
    out.push_back({"ensemble", "", ""});
    return;
  }
  for (std::uint32_t tree = 0; tree < std::min(a.tree_count(), b.tree_count()); ++tree) {
    if (same_tree(a, b, tree)) continue;
    out.push_back({"tree " + std::to_string(tree), std::to_string(end_of(a, tree) - a.roots[tree]) + " nodes",
                   std::to_string(end_of(b, tree) - b.roots[tree]) + " nodes"});
    return;
  }
}

void compare(const LinearModel& a, const LinearModel& b, std::vector<Difference>& out) {
  if (a.weights != b.weights) out.push_back({"weights", "", ""});
  if (a.intercepts != b.intercepts) out.push_back({"intercepts", "", ""});
}

}  // namespace

std::vector<Difference> model_differences(const Model& a, const Model& b) {
  std::vector<Difference> out;
  if (canonical_contract(a.contract) != canonical_contract(b.contract))
    out.push_back({"contract", canonical_contract(a.contract), canonical_contract(b.contract)});
  if (!same_lists(a.pipeline.numbers, b.pipeline.numbers) ||
      !same_lists(a.pipeline.categories, b.pipeline.categories))
    out.push_back({"pipeline", "", ""});
  if (a.exponent != b.exponent)
    out.push_back({"exponent", print_number(a.exponent), print_number(b.exponent)});
  if (a.predictor.index() != b.predictor.index())
    out.push_back({"kind", a.trees() ? "trees" : "regression", b.trees() ? "trees" : "regression"});
  else if (a.trees())
    compare(*a.trees(), *b.trees(), out);
  else
    compare(*a.linear(), *b.linear(), out);
  return out;
}

}  // namespace shohin
