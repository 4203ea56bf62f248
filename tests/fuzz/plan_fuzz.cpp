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
  if (!model || model->trees() == nullptr) return;
  require(!shohin::tree_fault(*model->trees(), shohin::read_plan(plan)->input_count));
}

constexpr std::uint32_t kMostSteps = 50;  // of learners whose training is one part

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  merge_foreign_part(input);
  const auto plan = shohin::read_plan(input);
  if (!plan) {
    require(!plan.error().empty());
    return 0;
  }
  const bool is_forest = shohin::is_forest(plan->config.learner);
  if (!is_forest && shohin::step_count(plan->config) > kMostSteps) return 0;
  const std::uint32_t count = std::min(shohin::part_count(plan->config), 3U);
  const auto part = shohin::train_range(input, 0, count);
  if (!part) {  // only early stopping can find too few rows this late
    require(!is_forest && part.error().first().code == shohin::FaultCode::kTooFewRows);
    return 0;
  }
  const std::vector<shohin::Bytes> parts = {*part};
  const auto model = shohin::merge(input, parts);
  if (model && is_forest) require(model->trees()->tree_count() == count);
  return 0;
}
