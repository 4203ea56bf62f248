#include "learn/tree_part.h"

#include "model/leaf_share.h"

namespace shohin {
namespace {

constexpr std::string_view kMagic = "shohin.trees/1";
constexpr std::uint32_t kNodeBytes = 17;

tl::unexpected<Faults> broken(FaultCode code) { return fail(Fault{.code = code, .field = "part"}); }

GrownNode read_node(ByteReader& in) {
  GrownNode node;
  node.feature = in.u32();
  node.threshold = in.f32();
  node.false_child = in.u32();
  node.hits = in.u32();
  const std::uint8_t flags = in.u8();
  node.test = (flags & 1U) != 0 ? SplitTest::kEquals : SplitTest::kAtMost;
  node.missing_is_true = (flags & 2U) != 0;
  return node;
}

}  // namespace

void write_part_header(ByteWriter& out, std::uint32_t first, std::uint32_t count) {
  out.text(kMagic);
  out.u32(first);
  out.u32(count);
}

void write_tree(ByteWriter& out, const GrownTree& tree) {
  out.reserve(8 + tree.nodes.size() * kNodeBytes + tree.leaf_units.size() * 4);
  out.u32(static_cast<std::uint32_t>(tree.nodes.size()));
  out.u32(static_cast<std::uint32_t>(tree.leaf_units.size()));
  for (const GrownNode& node : tree.nodes) {
    out.u32(node.feature);
    out.f32(node.threshold);
    out.u32(node.false_child);
    out.u32(node.hits);
    const std::uint32_t equals = node.test == SplitTest::kEquals ? 1U : 0U;
    out.u8(static_cast<std::uint8_t>(equals | (node.missing_is_true ? 2U : 0U)));
  }
  for (const std::uint32_t units : tree.leaf_units) out.u32(units);
}

Result<GrownTree> read_tree(ByteReader& in, std::uint32_t values_a_leaf) {
  GrownTree tree;
  const std::uint64_t nodes = in.u32(), units = in.u32();
  if (in.is_short() || nodes * kNodeBytes + units * 4 > in.left()) return broken(FaultCode::kTruncated);
  if (nodes == 0 || units == 0 || units % values_a_leaf != 0) return broken(FaultCode::kBadSyntax);
  for (std::uint64_t i = 0; i < nodes; ++i) tree.nodes.push_back(read_node(in));
  for (std::uint64_t i = 0; i < units; ++i) tree.leaf_units.push_back(in.u32());
  return tree;
}

Result<TreePart> read_part(std::span<const std::uint8_t> bytes, const TrainingPlan& plan) {
  ByteReader in(bytes);
  if (in.text() != kMagic) return broken(in.is_short() ? FaultCode::kTruncated : FaultCode::kBadSyntax);
  TreePart part;
  part.first = in.u32();
  const std::uint32_t count = in.u32();
  if (in.is_short()) return broken(FaultCode::kTruncated);
  const std::uint32_t trees = plan.config.n_estimators;
  if (count == 0 || count > trees || part.first > trees - count) return broken(FaultCode::kBadSyntax);
  for (std::uint32_t i = 0; i < count; ++i) {
    Result<GrownTree> tree = read_tree(in, plan.class_count);
    if (!tree) return fail(tree.error());
    for (const std::uint32_t units : tree->leaf_units)
      if (units > kUnitsOfOne) return broken(FaultCode::kBadSyntax);
    part.trees.push_back(std::move(*tree));
  }
  if (in.left() > 0) return broken(FaultCode::kBadSyntax);
  return part;
}

void append_nodes(const GrownTree& tree, std::uint32_t leaves_before, TreeEnsemble& out) {
  const std::uint32_t first_node = out.node_count();
  out.roots.push_back(first_node);
  for (const GrownNode& node : tree.nodes) {
    const bool leaf = node.feature == TreeEnsemble::kLeaf;
    out.feature.push_back(node.feature);
    out.test.push_back(node.test);
    out.threshold.push_back(node.threshold);
    out.missing_is_true.push_back(node.missing_is_true ? 1 : 0);
    out.false_child.push_back(node.false_child + (leaf ? leaves_before : first_node));
    out.hits.push_back(static_cast<float>(node.hits));
  }
}

}  // namespace shohin
