#include "select/study.h"

#include <algorithm>
#include <utility>

#include "data/random.h"
#include "evaluate/metrics.h"

namespace shohin {
namespace {

constexpr std::uint64_t kCutStreams = 1ULL << 32;  // the folds' streams of the seed lie below

std::uint32_t cut_down(std::size_t whole, std::uint32_t cut) {
  return std::max(1U, static_cast<std::uint32_t>((whole + cut - 1) / cut));
}

}  // namespace

Result<Study> make_study(Table table, const FoldOptions& options) {
  auto parts = make_folds(table, options);
  if (!parts) return fail(parts.error());
  return Study{std::move(table), options, std::move(*parts)};
}

LearnerConfig trial_config(const Trial& trial) {
  LearnerConfig config = trial.config;
  if (trial.resource == Resource::kEstimators && trial.cut > 1)
    config.n_estimators = cut_down(config.n_estimators, trial.cut);
  return config;
}

std::vector<std::uint32_t> trial_rows(const Study& study, const Trial& trial, std::uint32_t part) {
  const std::vector<std::uint32_t>& all = study.parts[part].train;
  if (trial.resource != Resource::kRows || trial.cut == 1) return all;
  const std::size_t classes = study.table.contract.classes.size();
  std::vector<std::vector<std::uint32_t>> of_class(classes);
  for (const std::uint32_t row : all) of_class[study.table.labels[row]].push_back(row);
  std::vector<std::uint32_t> rows;
  for (std::size_t c = 0; c < classes; ++c) {
    if (of_class[c].empty()) continue;
    Random(study.options.seed, kCutStreams + part * classes + c).shuffle(of_class[c]);
    of_class[c].resize(cut_down(of_class[c].size(), trial.cut));
    rows.insert(rows.end(), of_class[c].begin(), of_class[c].end());
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

Result<Model> train_part(const Study& study, const Trial& trial, std::uint32_t part) {
  return train_model(take_rows(study.table, trial_rows(study, trial, part)), trial_config(trial),
                     study.options.seed, 1);
}

Result<FoldScore> score_part(const Study& study, const Trial& trial, std::uint32_t part) {
  const Result<Model> model = train_part(study, trial, part);
  if (!model) return fail(model.error());
  return fold_score(evaluate(*model, take_rows(study.table, study.parts[part].test)));
}

}  // namespace shohin
