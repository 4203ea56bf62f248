// Proves that no bytes can make training or merging do harm: a plan or part that another program sent is
// refused, or its trees are sound.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "learn/plan.h"
#include "learn/train.h"
#include "model/check_trees.h"
#include "require.h"

using shohin::require;

namespace {

// The input is a plan, or two bytes of the plan's length, the plan and a part.
void merge_foreign_part(std::span<const std::uint8_t> input) {
  if (input.size() < 2) return;
  const std::size_t size = std::min(input[0] | std::size_t{input[1]} << 8U, input.size() - 2);
  const auto plan = input.subspan(2, size), rest = input.subspan(2 + size);
  const std::vector<shohin::Bytes> parts = {shohin::Bytes(rest.begin(), rest.end())};
  const auto model = shohin::merge(plan, parts);
  if (!model) return;
  require(!shohin::tree_fault(*model->trees(),
                              static_cast<std::uint32_t>(shohin::read_plan(plan)->features.size())));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  merge_foreign_part(input);
  const auto plan = shohin::read_plan(input);
  if (!plan) {
    require(!plan.error().empty());
    return 0;
  }
  const std::uint32_t trees = std::min(plan->config.n_estimators, 3U);
  const auto part = shohin::train_range(input, 0, trees);
  require(part.has_value());
  const std::vector<shohin::Bytes> parts = {*part};
  const auto model = shohin::merge(input, parts);
  if (model) require(model->trees()->tree_count() == trees);
  return 0;
}
