// A search for the settings that do best in cross-validation.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "select/space.h"
#include "select/successive_halving.h"

namespace shohin {

enum class SearchMethod : std::uint8_t { kGrid, kRandom, kHalving };

// "grid", "random", "halving".
std::string_view method_name(SearchMethod method);
// Fails with kUnknownCategory and the names that there are.
Result<SearchMethod> find_method(std::string_view name);

struct SearchOptions {
  SearchMethod method = SearchMethod::kGrid;
  std::uint32_t trials = 20;  // of random and halving search; a grid has its own number
  SelectionMetric metric = SelectionMetric::kAccuracy;
  HalvingOptions halving{};
  std::uint32_t threads = 1;
};

// What the caller wants to know and say; called from one thread at a time.
struct SearchCalls {
  // Asked before each fold but those of the first trial, so that there is always an answer; after "no" what
  // has begun is finished and nothing more begins.
  std::function<bool()> go_on{};
  std::function<void(std::uint32_t done, std::uint32_t in_all)> fold_ended{};  // in the rung that is running
  std::function<void(const TrialResult&)> trial_ended{};
};

struct SearchResult {
  std::vector<TrialResult> trials;  // those that ended, by rung and number
  std::size_t best = 0;             // in `trials`
  bool was_cut = false;             // by go_on

  [[nodiscard]] const TrialResult& winner() const { return trials[best]; }
};

// Tries configs of the space. The same result for any number of threads unless go_on cuts it; ties go to the
// lower trial number. Fails as grid_configs, random_configs and first_rung do, and with the first trial's
// faults when no trial is good.
Result<SearchResult> search(const Study& study, const SearchSpace& space, const SearchOptions& options,
                            const SearchCalls& calls = {});

}  // namespace shohin
