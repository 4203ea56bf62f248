// count_parts, train_range and merge; plan_training is in plan.cpp, train_model in train_threads.cpp.
#include "learn/train.h"

#include <algorithm>
#include <string>

#include "learn/plan.h"
#include "learn/tree_grower.h"
#include "learn/tree_part.h"
#include "model/check_trees.h"
#include "model/leaf_share.h"

namespace shohin {
namespace {

tl::unexpected<Faults> trees_out_of_range(std::uint32_t first, std::uint32_t count, std::uint32_t trees) {
  return fail(Fault{.code = FaultCode::kOutOfRange,
                    .field = "trees",
                    .value = std::to_string(first) + " + " + std::to_string(count),
                    .expected = "0 to " + std::to_string(trees - 1)});
}

void append(const GrownTree& tree, TreeEnsemble& out) {
  const std::uint32_t first_node = out.node_count(), first_leaf = out.leaf_count();
  out.roots.push_back(first_node);
  for (const GrownNode& node : tree.nodes) {
    const bool leaf = node.feature == TreeEnsemble::kLeaf;
    out.feature.push_back(node.feature);
    out.test.push_back(node.test);
    out.threshold.push_back(node.threshold);
    out.missing_is_true.push_back(node.missing_is_true ? 1 : 0);
    out.false_child.push_back(node.false_child + (leaf ? first_leaf : first_node));
    out.hits.push_back(static_cast<float>(node.hits));
  }
  for (const std::uint32_t units : tree.leaf_units) out.leaf_values.push_back(from_units(units));
}

// The trees of all parts in order; kOutOfRange unless each is there once.
Result<TreeEnsemble> join(std::vector<TreePart> parts, const TrainingPlan& plan) {
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  TreeEnsemble out;
  out.class_count = plan.class_count;
  for (const TreePart& part : parts) {
    const auto count = static_cast<std::uint32_t>(part.trees.size());
    if (part.first != out.tree_count())
      return trees_out_of_range(part.first, count, plan.config.n_estimators);
    for (const GrownTree& tree : part.trees) append(tree, out);
  }
  if (out.tree_count() != plan.config.n_estimators)
    return trees_out_of_range(out.tree_count(), 0, plan.config.n_estimators);
  return out;
}

}  // namespace

Result<std::uint32_t> count_parts(std::span<const std::uint8_t> bytes) {
  const Result<TrainingPlan> plan = read_plan(bytes);
  if (!plan) return fail(plan.error());
  return plan->config.n_estimators;
}

Result<Bytes> train_range(std::span<const std::uint8_t> bytes, std::uint32_t first, std::uint32_t count,
                          const Progress& progress) {
  const Result<TrainingPlan> plan = read_plan(bytes);
  if (!plan) return fail(plan.error());
  const std::uint32_t trees = plan->config.n_estimators;
  if (count == 0 || count > trees || first > trees - count) return trees_out_of_range(first, count, trees);
  ByteWriter out;
  write_part_header(out, first, count);
  TreeGrower grower(*plan);
  for (std::uint32_t i = 0; i < count; ++i) {
    write_tree(out, grower.grow(first + i));
    if (progress && !progress(i + 1)) return fail(Fault{.code = FaultCode::kTruncated, .field = "trees"});
  }
  return out.take();
}

Result<Model> merge(std::span<const std::uint8_t> bytes, std::span<const Bytes> ranges) {
  const Result<TrainingPlan> plan = read_plan(bytes);
  if (!plan) return fail(plan.error());
  const Result<Json> document = parse_json(plan->contract);
  if (!document) return fail(document.error());
  Result<Contract> contract = read_contract(*document);
  if (!contract) return fail(contract.error());
  std::vector<TreePart> read;
  for (const Bytes& part : ranges) {
    Result<TreePart> one = read_part(part, *plan);
    if (!one) return fail(one.error());
    read.push_back(std::move(*one));
  }
  Result<TreeEnsemble> ensemble = join(std::move(read), *plan);
  if (!ensemble) return fail(ensemble.error());
  if (auto fault = tree_fault(*ensemble, static_cast<std::uint32_t>(plan->features.size())))
    return fail(*fault);
  return Model{.contract = std::move(*contract), .predictor = std::move(*ensemble)};
}

}  // namespace shohin
