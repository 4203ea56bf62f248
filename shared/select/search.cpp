#include "select/search.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <utility>

#include "parallel/parallel.h"
#include "select/sample.h"

namespace shohin {
namespace {

// A list of trials that threads run together.
class Rung {
 public:
  Rung(const Study& study, std::vector<Trial> trials, const SearchCalls& calls)
      : study_(study),
        trials_(std::move(trials)),
        calls_(calls),
        scores_(trials_.size() * study.part_count(), fail(Fault{})),
        ended_(trials_.size()) {}

  void run(std::uint32_t threads) {
    const auto parts = static_cast<std::uint32_t>(scores_.size());
    run_at_once(std::clamp(threads, 1U, std::max(parts, 1U)), [this] { take_parts(); });
  }
  [[nodiscard]] bool was_cut() const { return cut_; }
  // The trials that ended, by number.
  std::vector<TrialResult> take_results() { return std::move(results_); }

 private:
  void take_parts() {
    while (const std::optional<std::uint32_t> part = next_part()) {
      const std::uint32_t trial = *part / study_.part_count();
      auto score = score_part(study_, trials_[trial], *part % study_.part_count());
      const std::lock_guard lock(talking_);
      scores_[*part] = std::move(score);
      report(trial);
    }
  }

  std::optional<std::uint32_t> next_part() {
    const std::lock_guard lock(talking_);
    if (cut_ || next_ >= scores_.size()) return std::nullopt;
    const Trial& trial = trials_[next_ / study_.part_count()];
    const bool is_first = trial.rung == 0 && trial.number == 0;
    if (!is_first && calls_.go_on && !calls_.go_on()) {
      cut_ = true;
      return std::nullopt;
    }
    return next_++;
  }

  void report(std::uint32_t trial) {
    const std::uint32_t folds = study_.part_count();
    if (calls_.fold_ended) calls_.fold_ended(++done_, static_cast<std::uint32_t>(scores_.size()));
    if (++ended_[trial] < folds) return;
    TrialResult result = join_parts(
        trials_[trial], std::span(std::as_const(scores_)).subspan(std::size_t{trial} * folds, folds));
    if (calls_.trial_ended) calls_.trial_ended(result);
    const auto after = [](std::uint32_t number, const TrialResult& one) { return number < one.trial.number; };
    results_.insert(std::upper_bound(results_.begin(), results_.end(), result.trial.number, after),
                    std::move(result));
  }

  const Study& study_;
  std::vector<Trial> trials_;
  const SearchCalls& calls_;
  std::mutex talking_;                     // guards what follows
  std::vector<Result<FoldScore>> scores_;  // [trial][part]
  std::vector<std::uint32_t> ended_;       // [trial] parts
  std::vector<TrialResult> results_;
  std::uint32_t next_ = 0, done_ = 0;
  bool cut_ = false;
};

Result<std::vector<LearnerConfig>> configs_of(const Study& study, const SearchSpace& space,
                                              const SearchOptions& options) {
  if (options.method == SearchMethod::kGrid) return grid_configs(space);
  return random_configs(space, options.trials, study.options.seed);
}

Result<std::vector<Trial>> first_trials(const Study& study, std::span<const LearnerConfig> configs,
                                        const SearchOptions& options) {
  if (options.method == SearchMethod::kHalving) return first_rung(study, configs, options.halving);
  std::vector<Trial> trials;
  for (const LearnerConfig& config : configs)
    trials.push_back({.number = static_cast<std::uint32_t>(trials.size()), .config = config});
  return trials;
}

}  // namespace

std::string_view method_name(SearchMethod method) {
  constexpr std::string_view kNames[] = {"grid", "random", "halving"};
  return kNames[static_cast<std::size_t>(method)];
}

Result<SearchMethod> find_method(std::string_view name) {
  for (const SearchMethod method : {SearchMethod::kGrid, SearchMethod::kRandom, SearchMethod::kHalving})
    if (method_name(method) == name) return method;
  return fail(Fault{.code = FaultCode::kUnknownCategory,
                    .field = "method",
                    .value = std::string(name),
                    .expected = "grid, random, halving"});
}

Result<SearchResult> search(const Study& study, const SearchSpace& space, const SearchOptions& options,
                            const SearchCalls& calls) {
  const auto configs = configs_of(study, space, options);
  if (!configs) return fail(configs.error());
  auto trials = first_trials(study, *configs, options);
  if (!trials) return fail(trials.error());
  SearchResult out;
  while (!trials->empty() && !out.was_cut) {
    Rung rung(study, *trials, calls);
    rung.run(options.threads);
    out.was_cut = rung.was_cut();
    std::vector<TrialResult> results = rung.take_results();
    trials = options.method == SearchMethod::kHalving ? next_rung(results, options.halving, options.metric)
                                                      : std::vector<Trial>{};
    std::move(results.begin(), results.end(), std::back_inserter(out.trials));
  }
  for (std::size_t i = 1; i < out.trials.size(); ++i)
    if (ranks_before(out.trials[i], out.trials[out.best], options.metric)) out.best = i;
  if (!out.winner().is_good()) return fail(out.trials.front().faults);
  return out;
}

}  // namespace shohin
