// tree_attributes(): from an ensemble to ONNX's lists.
#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>

#include "model/tree_attributes.h"

namespace shohin {
namespace {

NodeMode mode_of(const TreeEnsemble& ensemble, std::uint32_t node) {
  if (ensemble.feature[node] == TreeEnsemble::kLeaf) return NodeMode::kLeaf;
  if (ensemble.test[node] == SplitTest::kAtMost) return NodeMode::kAtMost;
  return ensemble.missing_is_true[node] != 0 ? NodeMode::kEquals : NodeMode::kDiffers;
}

// The nodes of one tree in the order of the lists: the root, the branches by what they ask, the leaves by
// what they answer. Like beside like compresses a quarter better than depth-first order, whose numbers do
// not.
class ListOrder {
 public:
  ListOrder(const TreeEnsemble& ensemble, std::uint32_t tree)
      : ensemble_(ensemble), first_(ensemble.roots[tree]) {
    const bool last = tree + 1 == ensemble.tree_count();
    const std::uint32_t end = last ? ensemble.node_count() : ensemble.roots[tree + 1];
    nodes_.resize(end - first_);
    std::iota(nodes_.begin(), nodes_.end(), first_);
    std::sort(nodes_.begin() + 1, nodes_.end(),
              [this](std::uint32_t a, std::uint32_t b) { return before(a, b); });
    id_.resize(nodes_.size());
    for (std::uint32_t id = 0; id < nodes_.size(); ++id) id_[nodes_[id] - first_] = id;
  }
  [[nodiscard]] const std::vector<std::uint32_t>& nodes() const { return nodes_; }
  [[nodiscard]] std::uint32_t id_of(std::uint32_t node) const { return id_[node - first_]; }

 private:
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const {
    const TreeEnsemble& e = ensemble_;
    // Branches first: a leaf's feature is the highest number.
    if (e.feature[a] != e.feature[b]) return e.feature[a] < e.feature[b];
    if (e.feature[a] == TreeEnsemble::kLeaf) return leaf_before(a, b);
    return std::tuple(mode_of(e, a), e.threshold[a], e.missing_is_true[a], a) <
           std::tuple(mode_of(e, b), e.threshold[b], e.missing_is_true[b], b);
  }
  // Leaves with few classes first, then by their values.
  [[nodiscard]] bool leaf_before(std::uint32_t a, std::uint32_t b) const {
    const auto x = values(a), y = values(b);
    const auto zeros_x = std::count(x.begin(), x.end(), 0.0F), zeros_y = std::count(y.begin(), y.end(), 0.0F);
    if (zeros_x != zeros_y) return zeros_x > zeros_y;
    if (!std::equal(x.begin(), x.end(), y.begin()))
      return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
    return std::tuple(ensemble_.hits[a], a) < std::tuple(ensemble_.hits[b], b);
  }
  [[nodiscard]] std::span<const float> values(std::uint32_t leaf) const {
    const std::size_t width = ensemble_.leaf_width();
    return {&ensemble_.leaf_values[ensemble_.false_child[leaf] * width], width};
  }

  const TreeEnsemble& ensemble_;
  std::uint32_t first_;
  std::vector<std::uint32_t> nodes_;  // [id]
  std::vector<std::uint32_t> id_;     // [node - first_]
};

// A leaf of shares says nothing about classes that it gives nothing.
void add_weights(const TreeEnsemble& ensemble, std::uint32_t tree, std::uint32_t id, std::uint32_t leaf,
                 TreeAttributes& out) {
  const std::uint32_t width = ensemble.leaf_width();
  const float* values = &ensemble.leaf_values[std::size_t{leaf} * width];
  const bool shares = ensemble.link == Link::kShares, binary = ensemble.class_count == 2;
  for (std::uint32_t v = shares && binary ? 1 : 0; v < width; ++v) {
    if (shares && !binary && values[v] == 0) continue;
    out.class_tree_ids.push_back(tree);
    out.class_node_ids.push_back(id);
    out.class_ids.push_back(binary ? 0 : ensemble.tree_output.empty() ? v : ensemble.tree_output[tree]);
    out.class_weights.push_back(values[v]);
  }
}

void add_node(const TreeEnsemble& ensemble, std::uint32_t tree, std::uint32_t node, const ListOrder& order,
              TreeAttributes& out) {
  const std::uint32_t id = order.id_of(node);
  const bool leaf = ensemble.feature[node] == TreeEnsemble::kLeaf;
  out.tree_ids.push_back(tree);
  out.node_ids.push_back(id);
  const NodeMode mode = mode_of(ensemble, node);
  out.modes.push_back(mode);
  out.feature_ids.push_back(leaf ? 0 : ensemble.feature[node]);
  out.values.push_back(leaf ? 0 : ensemble.threshold[node]);
  const std::uint32_t true_id = leaf ? 0 : order.id_of(node + 1);
  const std::uint32_t false_id = leaf ? 0 : order.id_of(ensemble.false_child[node]);
  out.true_ids.push_back(mode == NodeMode::kDiffers ? false_id : true_id);
  out.false_ids.push_back(mode == NodeMode::kDiffers ? true_id : false_id);
  out.missing_is_true.push_back(leaf ? 0 : ensemble.missing_is_true[node]);
  out.hits.push_back(ensemble.hits[node]);
  if (leaf) add_weights(ensemble, tree, id, ensemble.false_child[node], out);
}

Transform transform_of(Link link) {
  if (link == Link::kSoftmax) return Transform::kSoftmax;
  return link == Link::kLogistic ? Transform::kLogistic : Transform::kNone;
}

bool has_none_below_zero(const std::vector<float>& values) {
  return std::none_of(values.begin(), values.end(), [](float value) { return value < 0; });
}

// By twice the highest leaf of the first tree, so that each of its leaves comes below zero.
void shift_first_tree(TreeAttributes& out) {
  const std::size_t leaves = static_cast<std::size_t>(
      std::find_if(out.class_tree_ids.begin(), out.class_tree_ids.end(), [](auto tree) { return tree > 0; }) -
      out.class_tree_ids.begin());
  const auto end = out.class_weights.begin() + static_cast<std::ptrdiff_t>(leaves);
  const float highest = *std::max_element(out.class_weights.begin(), end);
  const float shift = highest > 0 ? 2 * highest : 1;
  for (auto weight = out.class_weights.begin(); weight != end; ++weight) *weight -= shift;
  out.base_values[0] += shift;
}

}  // namespace

TreeAttributes tree_attributes(const TreeEnsemble& ensemble) {
  TreeAttributes out;
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree) {
    const ListOrder order(ensemble, tree);
    for (const std::uint32_t node : order.nodes()) add_node(ensemble, tree, node, order, out);
  }
  out.transform = transform_of(ensemble.link);
  out.base_values = ensemble.base_values;
  if (out.transform != Transform::kNone) out.base_values.resize(ensemble.output_count(), 0.0F);
  if (out.transform == Transform::kLogistic && has_none_below_zero(out.class_weights)) shift_first_tree(out);
  return out;
}

}  // namespace shohin
