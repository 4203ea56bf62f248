// Proves that no bytes can make the trials of a search do harm: a plan or a range of scores that another
// program sent is refused, or gives each trial's scores.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "require.h"
#include "select/trial_bytes.h"

using shohin::require;

namespace {

constexpr std::uint32_t kMostParts = 4, kMostTrees = 8;  // of plans that are run

bool is_small(const shohin::TrialPlan& plan) {
  return plan.part_count() <= kMostParts &&
         std::all_of(plan.trials.begin(), plan.trials.end(), [](const shohin::Trial& trial) {
           return is_forest(trial.config.learner) && trial.config.n_estimators <= kMostTrees;
         });
}

// The input is a plan, or two bytes of the plan's length, the plan and a range of scores.
void merge_foreign_scores(std::span<const std::uint8_t> input) {
  if (input.size() < 2) return;
  const std::size_t size = std::min(input[0] | std::size_t{input[1]} << 8U, input.size() - 2);
  const auto plan = shohin::read_trials(input.subspan(2, size));
  if (!plan) return;
  const auto rest = input.subspan(2 + size);
  const std::vector<shohin::Bytes> ranges = {shohin::Bytes(rest.begin(), rest.end())};
  const auto results = shohin::merge_trials(*plan, ranges);
  require(!results || results->size() == plan->trials.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  merge_foreign_scores(input);
  const auto plan = shohin::read_trials(input);
  if (!plan) {
    require(!plan.error().empty());
    return 0;
  }
  if (plan->part_count() == 0 || !is_small(*plan)) return 0;
  const std::vector<shohin::Bytes> ranges = {*shohin::run_trials(*plan, 0, plan->part_count())};
  require(shohin::merge_trials(*plan, ranges)->size() == plan->trials.size());
  return 0;
}
