// tree_ensemble(): from ONNX's lists to an ensemble.
#include "model/tree_attributes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "model/check_trees.h"
#include "model/leaf_share.h"
#include "model/unsupported_model.h"

namespace shohin {
namespace {

tl::unexpected<Faults> bad_tree(std::string_view field, std::uint64_t value) {
  return fail(
      Fault{.code = FaultCode::kBadTree, .field = std::string(field), .value = std::to_string(value)});
}

// Finds nodes by (tree, id).
class NodeIndex {
 public:
  explicit NodeIndex(const TreeAttributes& attributes) {
    keys_.reserve(attributes.tree_ids.size());
    for (std::uint32_t i = 0; i < attributes.tree_ids.size(); ++i)
      keys_.emplace_back(key(attributes.tree_ids[i], attributes.node_ids[i]), i);
    if (!std::is_sorted(keys_.begin(), keys_.end())) std::sort(keys_.begin(), keys_.end());
  }
  [[nodiscard]] bool has_twins() const {
    const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
    return std::adjacent_find(keys_.begin(), keys_.end(), same) != keys_.end();
  }
  // The first listed node of each tree, in the order of the list.
  [[nodiscard]] std::vector<std::uint32_t> roots() const {
    std::vector<std::uint32_t> firsts;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const bool new_tree = i == 0 || keys_[i].first >> 32U != keys_[i - 1].first >> 32U;
      if (new_tree) firsts.push_back(keys_[i].second);
      firsts.back() = std::min(firsts.back(), keys_[i].second);
    }
    std::sort(firsts.begin(), firsts.end());
    return firsts;
  }
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t tree, std::uint32_t id) const {
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), std::pair(key(tree, id), 0U));
    if (found == keys_.end() || found->first != key(tree, id)) return std::nullopt;
    return found->second;
  }

 private:
  static std::uint64_t key(std::uint32_t tree, std::uint32_t id) { return std::uint64_t{tree} << 32U | id; }

  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys_;
};

// What a mode is in terms of ours: x < t is x <= the number before t, and the others the other way round.
struct Test {
  SplitTest test = SplitTest::kAtMost;
  bool reversed = false, before = false;
};

Test test_of(NodeMode mode) {
  switch (mode) {
    case NodeMode::kBelow:
      return {.before = true};
    case NodeMode::kAtLeast:
      return {.reversed = true, .before = true};
    case NodeMode::kAbove:
      return {.reversed = true};
    case NodeMode::kEquals:
      return {.test = SplitTest::kEquals};
    case NodeMode::kDiffers:
      return {.test = SplitTest::kEquals, .reversed = true};
    default:
      return {};
  }
}

// Puts listed nodes into depth-first order, tree by tree, each node once.
class Builder {
 public:
  Builder(const TreeAttributes& attributes, std::uint32_t class_count)
      : in_(attributes), index_(attributes), place_(attributes.tree_ids.size(), kNowhere) {
    out_.class_count = class_count;
  }

  Result<TreeEnsemble> build() {
    if (index_.has_twins()) return bad_tree("nodes_nodeids", 0);
    const std::vector<std::uint32_t> roots = index_.roots();
    if (roots.empty() || roots.size() > kMostTrees) return bad_tree("nodes_treeids", roots.size());
    for (const std::uint32_t root : roots)
      if (auto done = add_tree(root); !done) return tl::unexpected(done.error());
    if (out_.node_count() != place_.size()) return bad_tree("nodes_nodeids", out_.node_count());
    if (auto done = set_link(); !done) return tl::unexpected(done.error());
    if (auto done = add_weights(); !done) return tl::unexpected(done.error());
    return std::move(out_);
  }

 private:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFFU;
  struct Pending {
    std::uint32_t tree, id;
    std::uint32_t parent;  // [place] whose false child this is, or kNowhere
  };

  Result<void> add_tree(std::uint32_t root);
  void add_node(std::uint32_t node);
  Result<void> set_link();
  [[nodiscard]] std::uint32_t tree_of(std::uint32_t place) const;
  void find_outputs();
  Result<void> add_weights();
  void add_first_class();

  const TreeAttributes& in_;
  NodeIndex index_;
  std::vector<std::uint32_t> place_;  // [node of the list] its place in out_
  std::uint32_t leaves_ = 0;
  TreeEnsemble out_;
};

Result<void> Builder::add_tree(std::uint32_t root) {
  out_.roots.push_back(out_.node_count());
  std::vector<Pending> pending = {{.tree = in_.tree_ids[root], .id = in_.node_ids[root], .parent = kNowhere}};
  while (!pending.empty()) {
    const Pending next = pending.back();
    pending.pop_back();
    const std::optional<std::uint32_t> node = index_.find(next.tree, next.id);
    if (!node || place_[*node] != kNowhere) return bad_tree("nodes_nodeids", next.id);
    const std::uint32_t place = place_[*node] = out_.node_count();
    if (next.parent != kNowhere) out_.false_child[next.parent] = place;
    add_node(*node);
    if (in_.modes[*node] == NodeMode::kLeaf) continue;
    const bool reversed = test_of(in_.modes[*node]).reversed;
    const std::uint32_t true_id = in_.true_ids[*node], false_id = in_.false_ids[*node];
    pending.push_back({.tree = next.tree, .id = reversed ? true_id : false_id, .parent = place});
    pending.push_back({.tree = next.tree, .id = reversed ? false_id : true_id, .parent = kNowhere});
  }
  return {};
}

void Builder::add_node(std::uint32_t node) {
  const bool leaf = in_.modes[node] == NodeMode::kLeaf;
  const Test test = test_of(in_.modes[node]);
  // Every number is at most infinity, as it is at most the largest one: only what is missing goes elsewhere.
  const float value = leaf ? 0 : std::min(in_.values[node], std::numeric_limits<float>::max());
  out_.feature.push_back(leaf ? TreeEnsemble::kLeaf : in_.feature_ids[node]);
  out_.test.push_back(test.test);
  out_.threshold.push_back(test.before ? std::nextafter(value, -std::numeric_limits<float>::infinity())
                                       : value);
  bool missing = !in_.missing_is_true.empty() && in_.missing_is_true[node] != 0;
  // What is missing differs from every category, whatever the list says.
  if (test.reversed) missing = in_.modes[node] != NodeMode::kDiffers && !missing;
  out_.missing_is_true.push_back(missing && !leaf ? 1 : 0);
  out_.false_child.push_back(leaf ? leaves_++ : 0);
  out_.hits.push_back(in_.hits.empty() ? 0 : in_.hits[node]);
}

Result<void> Builder::set_link() {
  const bool binary = out_.class_count == 2;
  if (in_.transform == Transform::kSoftmax && binary)
    return fail(unsupported_model("post_transform", "SOFTMAX"));
  if (in_.transform == Transform::kLogistic && !binary)
    return fail(unsupported_model("post_transform", "LOGISTIC"));
  if (in_.transform == Transform::kNone) out_.link = binary ? Link::kSecondShare : Link::kShares;
  if (in_.transform == Transform::kSoftmax) out_.link = Link::kSoftmax;
  if (in_.transform == Transform::kLogistic) out_.link = Link::kLogistic;
  const auto& base = in_.base_values;
  if (std::all_of(base.begin(), base.end(), [](float value) { return value == 0; })) return {};
  if (in_.transform == Transform::kNone || base.size() != out_.output_count())
    return fail(unsupported_model("base_values", std::to_string(base.size())));
  out_.base_values = base;
  return {};
}

std::uint32_t Builder::tree_of(std::uint32_t place) const {
  return static_cast<std::uint32_t>(std::upper_bound(out_.roots.begin(), out_.roots.end(), place) -
                                    out_.roots.begin() - 1);
}

// Fills tree_output when no tree weighs more than one class.
void Builder::find_outputs() {
  std::vector<std::uint32_t> output(out_.tree_count(), kNowhere);
  for (std::size_t i = 0; i < in_.class_ids.size(); ++i) {
    const auto node = index_.find(in_.class_tree_ids[i], in_.class_node_ids[i]);
    if (!node) return;
    std::uint32_t& one = output[tree_of(place_[*node])];
    if (one != kNowhere && one != in_.class_ids[i]) return;
    one = in_.class_ids[i];
  }
  std::replace(output.begin(), output.end(), kNowhere, 0U);
  out_.tree_output = std::move(output);
}

Result<void> Builder::add_weights() {
  if (out_.link == Link::kSoftmax) find_outputs();
  const std::size_t width = out_.leaf_width();
  if (leaves_ > kMostLeafValues / width)
    return fail(Fault{.code = FaultCode::kTooLarge,
                      .field = "leaves",
                      .value = std::to_string(leaves_),
                      .expected = std::to_string(kMostLeafValues / width)});
  out_.leaf_values.assign(leaves_ * width, 0.0F);
  for (std::size_t i = 0; i < in_.class_ids.size(); ++i) {
    const auto node = index_.find(in_.class_tree_ids[i], in_.class_node_ids[i]);
    if (!node || in_.modes[*node] != NodeMode::kLeaf) return bad_tree("class_nodeids", in_.class_node_ids[i]);
    const std::uint32_t id = in_.class_ids[i];
    if (id >= out_.output_count()) return bad_tree("class_ids", id);
    float& value =
        out_.leaf_values[out_.false_child[place_[*node]] * width + (out_.tree_output.empty() ? id : 0)];
    if (value != 0) return bad_tree("class_ids", id);
    value = in_.class_weights[i];
  }
  if (out_.link == Link::kSecondShare && shares_are_exact(out_)) add_first_class();
  return {};
}

// What the second class of two leaves of its tree's share.
void Builder::add_first_class() {
  const std::vector<float> second = std::move(out_.leaf_values);
  out_.link = Link::kShares;
  out_.leaf_values.assign(second.size() * 2, 0.0F);
  std::uint32_t tree = 0;
  for (std::uint32_t node = 0; node < out_.node_count(); ++node) {
    if (tree + 1 < out_.tree_count() && node == out_.roots[tree + 1]) ++tree;
    if (out_.feature[node] != TreeEnsemble::kLeaf) continue;
    const std::size_t leaf = out_.false_child[node];
    out_.leaf_values[leaf * 2] = from_units(tree_share(tree, out_.tree_count())) - second[leaf];
    out_.leaf_values[leaf * 2 + 1] = second[leaf];
  }
}

// The first list whose length does not fit the others.
std::string_view list_that_does_not_fit(const TreeAttributes& a) {
  const std::size_t nodes = a.tree_ids.size(), weights = a.class_ids.size();
  if (a.node_ids.size() != nodes) return "nodes_nodeids";
  if (a.feature_ids.size() != nodes) return "nodes_featureids";
  if (a.modes.size() != nodes) return "nodes_modes";
  if (a.values.size() != nodes) return "nodes_values";
  if (a.true_ids.size() != nodes) return "nodes_truenodeids";
  if (a.false_ids.size() != nodes) return "nodes_falsenodeids";
  if (!a.missing_is_true.empty() && a.missing_is_true.size() != nodes)
    return "nodes_missing_value_tracks_true";
  if (!a.hits.empty() && a.hits.size() != nodes) return "nodes_hitrates";
  if (a.class_tree_ids.size() != weights) return "class_treeids";
  if (a.class_node_ids.size() != weights) return "class_nodeids";
  if (a.class_weights.size() != weights) return "class_weights";
  return {};
}

}  // namespace

Result<TreeEnsemble> tree_ensemble(const TreeAttributes& attributes, std::uint32_t class_count,
                                   std::uint32_t feature_count) {
  const std::string_view list = list_that_does_not_fit(attributes);
  if (!list.empty()) return fail(Fault{.code = FaultCode::kUnsupportedModel, .field = std::string(list)});
  Result<TreeEnsemble> ensemble = Builder(attributes, class_count).build();
  if (!ensemble) return ensemble;
  if (auto fault = tree_fault(*ensemble, feature_count)) return fail(*fault);
  return ensemble;
}

}  // namespace shohin
