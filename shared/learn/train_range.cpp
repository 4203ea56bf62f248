// train_range and merge; plan_training is in plan.cpp, train_model in train_threads.cpp.
#include "learn/train.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

#include "learn/boosted_part.h"
#include "learn/plan.h"
#include "learn/softmax_regression.h"
#include "learn/tree_grower.h"
#include "learn/tree_part.h"
#include "model/check_inputs.h"
#include "model/check_trees.h"
#include "model/leaf_share.h"
#include "text/number.h"

namespace shohin {
namespace {

tl::unexpected<Faults> trees_out_of_range(std::uint32_t first, std::uint32_t count, std::uint32_t trees) {
  return fail(Fault{.code = FaultCode::kOutOfRange,
                    .field = "trees",
                    .value = std::to_string(first) + " + " + std::to_string(count),
                    .expected = "0 to " + std::to_string(trees - 1)});
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
    for (const GrownTree& tree : part.trees) {
      append_nodes(tree, out.leaf_count(), out);
      for (const std::uint32_t units : tree.leaf_units) out.leaf_values.push_back(from_units(units));
    }
  }
  if (out.tree_count() != plan.config.n_estimators)
    return trees_out_of_range(out.tree_count(), 0, plan.config.n_estimators);
  return out;
}

Result<TreeEnsemble> merge_forest(const TrainingPlan& plan, std::span<const Bytes> ranges) {
  std::vector<TreePart> read;
  for (const Bytes& part : ranges) {
    Result<TreePart> one = read_part(part, plan);
    if (!one) return fail(one.error());
    read.push_back(std::move(*one));
  }
  return join(std::move(read), plan);
}

Result<TreeEnsemble> merge_boosted(const TrainingPlan& plan, std::span<const Bytes> ranges) {
  const Result<BoostedTrees> boosted = read_boosted(ranges[0], plan);
  if (!boosted) return fail(boosted.error());
  return boosted_ensemble(*boosted, plan.class_count);
}

using AnyPredictor = std::variant<TreeEnsemble, LinearModel>;

Result<AnyPredictor> merge_predictor(const TrainingPlan& plan, std::span<const Bytes> ranges) {
  if (plan.config.learner == Learner::kSoftmaxRegression)
    return read_linear(ranges[0], plan).map([](LinearModel linear) {
      return AnyPredictor(std::move(linear));
    });
  Result<TreeEnsemble> trees = plan.config.learner == Learner::kGradientBoosting ? merge_boosted(plan, ranges)
                                                                                 : merge_forest(plan, ranges);
  if (!trees) return fail(trees.error());
  if (auto fault = tree_fault(*trees, plan.input_count)) return fail(*fault);
  return AnyPredictor(std::move(*trees));
}

// Weights that were fitted to the rows are unsound only where the contract allows values so far from them
// that a sum would leave float32: names the feature that reaches farthest.
Fault too_wide(const Contract& contract) {
  const auto reach = [](const Feature& feature) {
    return feature.kind == FeatureKind::kCategorical
               ? 0
               : std::max(std::fabs(feature.min), std::fabs(feature.max));
  };
  const auto widest =
      std::max_element(contract.features.begin(), contract.features.end(),
                       [&](const Feature& a, const Feature& b) { return reach(a) < reach(b); });
  return {.code = FaultCode::kTooLarge,
          .field = widest->name,
          .value = print_number(reach(*widest)),
          .expected = "1e20"};
}

}  // namespace

Result<Bytes> train_whole(std::span<const std::uint8_t> bytes, std::uint32_t threads,
                          const Progress& progress) {
  const Result<TrainingPlan> plan = read_plan(bytes);
  if (!plan) return fail(plan.error());
  if (plan->config.learner == Learner::kSoftmaxRegression) {
    const Result<LinearModel> linear = fit_softmax(*plan, progress);
    if (!linear) return fail(linear.error());
    return write_linear(*linear);
  }
  const Result<BoostedTrees> boosted = boost(*plan, threads, progress);
  if (!boosted) return fail(boosted.error());
  return write_boosted(*boosted);
}

Result<Bytes> train_range(std::span<const std::uint8_t> bytes, std::uint32_t first, std::uint32_t count,
                          const Progress& progress) {
  const Result<TrainingPlan> plan = read_plan(bytes);
  if (!plan) return fail(plan.error());
  const std::uint32_t trees = part_count(plan->config);
  if (count == 0 || count > trees || first > trees - count) return trees_out_of_range(first, count, trees);
  if (!is_forest(plan->config.learner)) return train_whole(bytes, 1, progress);
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
  if (!is_forest(plan->config.learner) && ranges.size() != 1)
    return trees_out_of_range(0, static_cast<std::uint32_t>(ranges.size()), 1);
  if (auto fault = pipeline_fault(plan->pipeline, *contract)) return fail(*fault);
  auto predictor = merge_predictor(*plan, ranges);
  if (!predictor) return fail(predictor.error());
  if (const auto* const linear = std::get_if<LinearModel>(&*predictor))
    if (linear_fault(*linear, plan->pipeline, *contract)) return fail(too_wide(*contract));
  return Model{
      .contract = std::move(*contract), .pipeline = plan->pipeline, .predictor = std::move(*predictor)};
}

}  // namespace shohin
