#include "select/successive_halving.h"

#include <algorithm>
#include <string>

namespace shohin {
namespace {

constexpr std::uint32_t kLeastRowsAClass = 10;

bool has_estimators(const LearnerConfig& config) {
  const auto settings = settings_of(config.learner);
  return std::any_of(settings.begin(), settings.end(),
                     [](const Setting& one) { return one.name == "n_estimators"; });
}

std::optional<Fault> options_fault(std::span<const LearnerConfig> configs, const HalvingOptions& options) {
  if (options.reduction < 2 || options.reduction > 10)
    return Fault{.code = FaultCode::kOutOfRange,
                 .field = "reduction",
                 .value = std::to_string(options.reduction),
                 .expected = "2 to 10"};
  if (options.resource == Resource::kEstimators && !configs.empty() && !has_estimators(configs.front()))
    return Fault{.code = FaultCode::kUnknownCategory,
                 .field = "resource",
                 .value = "n_estimators",
                 .expected = "rows"};
  return std::nullopt;
}

// How many times the least useful resource goes into the whole one.
std::uint32_t whole_resource(const Study& study, std::span<const LearnerConfig> configs, Resource resource) {
  if (resource == Resource::kRows) {
    const auto classes = static_cast<std::uint32_t>(study.table.contract.classes.size());
    std::size_t rows = study.table.row_count();
    for (const Split& part : study.parts) rows = std::min(rows, part.train.size());
    return static_cast<std::uint32_t>(rows / (kLeastRowsAClass * classes));
  }
  std::uint32_t least = configs.empty() ? 1 : configs.front().n_estimators;
  for (const LearnerConfig& config : configs) least = std::min(least, config.n_estimators);
  return least;
}

}  // namespace

Result<std::vector<Trial>> first_rung(const Study& study, std::span<const LearnerConfig> configs,
                                      const HalvingOptions& options) {
  if (auto fault = options_fault(configs, options)) return fail(std::move(*fault));
  const std::uint32_t most = whole_resource(study, configs, options.resource);
  std::uint32_t cut = 1;
  for (std::size_t left = configs.size(); left >= options.reduction; left /= options.reduction) {
    if (cut * options.reduction > most) break;
    cut *= options.reduction;
  }
  std::vector<Trial> trials;
  for (const LearnerConfig& config : configs)
    trials.push_back({.number = static_cast<std::uint32_t>(trials.size()),
                      .config = config,
                      .resource = options.resource,
                      .cut = cut});
  return trials;
}

std::vector<Trial> next_rung(std::span<const TrialResult> results, const HalvingOptions& options,
                             SelectionMetric metric) {
  std::vector<const TrialResult*> ranked;
  for (const TrialResult& result : results)
    if (result.is_good()) ranked.push_back(&result);
  if (ranked.empty() || ranked.front()->trial.cut == 1) return {};
  std::sort(ranked.begin(), ranked.end(),
            [metric](const TrialResult* a, const TrialResult* b) { return ranks_before(*a, *b, metric); });
  ranked.resize(std::min(ranked.size(), std::max<std::size_t>(results.size() / options.reduction, 1)));
  std::vector<Trial> trials;
  for (const TrialResult* result : ranked) {
    Trial trial = result->trial;
    ++trial.rung;
    trial.cut /= options.reduction;
    trials.push_back(trial);
  }
  return trials;
}

}  // namespace shohin
