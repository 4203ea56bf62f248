#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

#include "learn/train.h"
#include "parallel/parallel.h"

namespace shohin {
namespace {

constexpr std::uint32_t kTreesAPart = 4;

// What the threads share: the next part to take, and who reports.
struct Work {
  std::span<const std::uint8_t> plan;
  std::uint32_t trees;
  const Progress& progress;
  std::vector<Bytes> parts{};  // [part] each written by the one thread that took it
  std::atomic<std::uint32_t> next_part = 0;
  std::atomic<bool> stopped = false;
  std::mutex reporting{};
  std::uint32_t trees_done = 0;    // guarded by `reporting`
  std::optional<Faults> faults{};  // guarded by `reporting`
};

bool report_tree(Work& work) {
  const std::lock_guard lock(work.reporting);
  ++work.trees_done;
  if (work.progress && !work.progress(work.trees_done)) work.stopped = true;
  return !work.stopped;
}

void take_parts(Work& work) {
  while (!work.stopped) {
    const std::uint32_t part = work.next_part++;
    if (part >= work.parts.size()) return;
    const std::uint32_t first = part * kTreesAPart;
    const std::uint32_t count = std::min(kTreesAPart, work.trees - first);
    Result<Bytes> bytes =
        train_range(work.plan, first, count, [&](std::uint32_t) { return report_tree(work); });
    if (bytes) {
      work.parts[part] = std::move(*bytes);
      continue;
    }
    const std::lock_guard lock(work.reporting);
    work.stopped = true;
    work.faults = bytes.error();
  }
}

}  // namespace

Result<Model> train_model(const Table& train, const LearnerConfig& config, std::uint64_t seed,
                          std::uint32_t threads, const Progress& progress) {
  const Result<Bytes> plan = plan_training(train, config, seed);
  if (!plan) return fail(plan.error());
  if (!is_forest(config.learner)) {
    const Result<Bytes> part = train_whole(*plan, threads, progress);
    if (!part) return fail(part.error());
    return merge(*plan, {&*part, 1});
  }
  Work work{.plan = *plan, .trees = config.n_estimators, .progress = progress};
  work.parts.resize((config.n_estimators + kTreesAPart - 1) / kTreesAPart);
  const auto useful = static_cast<std::uint32_t>(work.parts.size());
  run_at_once(std::clamp(threads, 1U, useful), [&] { take_parts(work); });
  if (work.faults) return fail(*work.faults);
  return merge(*plan, work.parts);
}

}  // namespace shohin
