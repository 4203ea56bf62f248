// A study: a table cut into folds, on which configs are tried. A trial's fold needs nothing of any other, so
// that a thread or worker can take it.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/train.h"
#include "select/folds.h"
#include "select/metric.h"

namespace shohin {

// Immutable once made: threads may share one.
struct Study {
  Table table;
  FoldOptions options;
  std::vector<Split> parts;  // [repeat * folds + fold]

  [[nodiscard]] std::uint32_t part_count() const { return static_cast<std::uint32_t>(parts.size()); }
};

// Fails as make_folds does, and with kTooFewRows for a table without labels.
Result<Study> make_study(Table table, const FoldOptions& options);

// What a trial may have only a share of.
enum class Resource : std::uint8_t { kRows, kEstimators };

struct Trial {
  std::uint32_t number = 0;  // of the search, from 0
  std::uint32_t rung = 0;    // of successive halving
  LearnerConfig config{};    // as it would be used in earnest
  Resource resource = Resource::kRows;
  // Uses one in so many of the fold's training rows (of each class, one at least), or of n_estimators.
  std::uint32_t cut = 1;
};

// The config as this trial trains it.
LearnerConfig trial_config(const Trial& trial);

// The rows that this trial trains on: the part's training rows, or those that the trial's cut leaves; a
// smaller cut leaves all that a larger one does.
std::vector<std::uint32_t> trial_rows(const Study& study, const Trial& trial, std::uint32_t part);

// Trains on those rows alone: whatever is fitted (bins, scaler, one-hot) has seen nothing of what is held
// out. Fails as plan_training does.
Result<Model> train_part(const Study& study, const Trial& trial, std::uint32_t part);

// The same, measured on the rows that are held out.
Result<FoldScore> score_part(const Study& study, const Trial& trial, std::uint32_t part);

}  // namespace shohin
