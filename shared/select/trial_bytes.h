// Trials as bytes: the plan / range / merge seam of a selection. A plan is everything that shapes the scores;
// a part is one fold of one trial, the folds of the first trial first; the merge does not care who made them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "select/trial_result.h"

namespace shohin {

Bytes plan_trials(const Study& study, std::span<const Trial> trials);

struct TrialPlan {
  Study study;
  std::vector<Trial> trials;

  [[nodiscard]] std::uint32_t part_count() const {
    return static_cast<std::uint32_t>(trials.size()) * study.part_count();
  }
};

// Fails with kTruncated or kBadSyntax for bytes that plan_trials did not write, and as make_study does.
Result<TrialPlan> read_trials(std::span<const std::uint8_t> bytes);

// Scores parts first..first+count-1. `progress` is called after each; false stops the range, which then fails
// with kTruncated. Fails with kOutOfRange for parts that the plan does not have; a trial that fails is no
// failure of the range.
Result<Bytes> run_trials(const TrialPlan& plan, std::uint32_t first, std::uint32_t count,
                         const Progress& progress = {});

// Puts the ranges together, in any order given; together they must be each part of the plan once
// (kOutOfRange).
Result<std::vector<TrialResult>> merge_trials(const TrialPlan& plan, std::span<const Bytes> ranges);

}  // namespace shohin
