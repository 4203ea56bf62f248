#include "learn/boosted_part.h"

#include <algorithm>
#include <cmath>

#include "learn/tree_part.h"

namespace shohin {
namespace {

constexpr std::string_view kMagic = "shohin.boosted/1";
constexpr std::int64_t kMostUnits = 1 << 24;

tl::unexpected<Faults> broken(FaultCode code) { return fail(Fault{.code = code, .field = "part"}); }

bool is_power_of_two(double unit) {
  int exponent = 0;
  return std::isfinite(unit) && unit > 0 && std::frexp(unit, &exponent) == 0.5;
}

std::int64_t size_of(std::uint32_t units) { return std::abs(std::int64_t{static_cast<std::int32_t>(units)}); }

// Whether no sum of one output's values leaves the whole numbers that float32 holds.
bool sums_are_exact(const BoostedTrees& boosted, std::size_t output) {
  std::int64_t most = std::abs(std::int64_t{boosted.base[output]});
  for (std::size_t tree = output; tree < boosted.trees.size(); tree += boosted.base.size()) {
    std::int64_t largest = 0;
    for (const std::uint32_t units : boosted.trees[tree].leaf_units)
      largest = std::max(largest, size_of(units));
    most += largest;
  }
  return most <= kMostUnits;
}

bool is_sound(const BoostedTrees& boosted) {
  if (!is_power_of_two(boosted.unit)) return false;
  for (std::size_t output = 0; output < boosted.base.size(); ++output)
    if (!sums_are_exact(boosted, output)) return false;
  return true;
}

}  // namespace

Bytes write_boosted(const BoostedTrees& boosted) {
  ByteWriter out;
  out.text(kMagic);
  out.f32(static_cast<float>(boosted.unit));
  for (const std::int32_t base : boosted.base) out.u32(static_cast<std::uint32_t>(base));
  out.u32(static_cast<std::uint32_t>(boosted.trees.size()));
  for (const GrownTree& tree : boosted.trees) write_tree(out, tree);
  return out.take();
}

Result<BoostedTrees> read_boosted(std::span<const std::uint8_t> bytes, const TrainingPlan& plan) {
  ByteReader in(bytes);
  if (in.text() != kMagic) return broken(in.is_short() ? FaultCode::kTruncated : FaultCode::kBadSyntax);
  const std::uint32_t outputs = boosted_outputs(plan.class_count);
  BoostedTrees boosted{.unit = in.f32(), .base = {}, .trees = {}};
  for (std::uint32_t i = 0; i < outputs; ++i) boosted.base.push_back(static_cast<std::int32_t>(in.u32()));
  const std::uint64_t trees = in.u32();
  if (in.is_short()) return broken(FaultCode::kTruncated);
  if (trees == 0 || trees % outputs != 0 || trees > std::uint64_t{plan.config.n_estimators} * outputs)
    return broken(FaultCode::kBadSyntax);
  for (std::uint64_t i = 0; i < trees; ++i) {
    Result<GrownTree> tree = read_tree(in, 1);
    if (!tree) return fail(tree.error());
    boosted.trees.push_back(std::move(*tree));
  }
  if (in.left() > 0 || !is_sound(boosted)) return broken(FaultCode::kBadSyntax);
  return boosted;
}

TreeEnsemble boosted_ensemble(const BoostedTrees& boosted, std::uint32_t class_count) {
  const auto outputs = static_cast<std::uint32_t>(boosted.base.size());
  const auto value = [&](std::int32_t units) { return static_cast<float>(units * boosted.unit); };
  TreeEnsemble out;
  out.class_count = class_count;
  out.link = outputs == 1 ? Link::kLogistic : Link::kSoftmax;
  for (const std::int32_t base : boosted.base) out.base_values.push_back(value(base));
  for (std::uint32_t tree = 0; tree < boosted.trees.size(); ++tree) {
    if (outputs > 1) out.tree_output.push_back(tree % outputs);
    append_nodes(boosted.trees[tree], static_cast<std::uint32_t>(out.leaf_values.size()), out);
    for (const std::uint32_t units : boosted.trees[tree].leaf_units)
      out.leaf_values.push_back(value(static_cast<std::int32_t>(units)));
  }
  return out;
}

}  // namespace shohin
