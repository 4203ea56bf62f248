#include "select/search_report.h"

#include <string>
#include <utility>

namespace shohin {
namespace {

Json fault_list(const Faults& faults) {
  JsonArray list;
  for (const Fault& fault : faults.list())
    list.emplace_back(JsonObject{{"code", std::string(code_name(fault.code))},
                                 {"field", fault.field},
                                 {"value", fault.value},
                                 {"expected", fault.expected}});
  return list;
}

JsonObject place_json(const Trial& trial) {
  JsonObject out{{"trial", trial.number}, {"rung", trial.rung}};
  const bool rows = trial.resource == Resource::kRows;
  out.emplace_back(rows ? "rows_share" : "estimators_share", 1.0 / trial.cut);
  out.emplace_back("config", config_json(trial.config));
  return out;
}

}  // namespace

Json trial_json(const TrialResult& result) {
  JsonObject out = place_json(result.trial);
  if (!result.is_good()) {
    out.emplace_back("faults", fault_list(result.faults));
    return out;
  }
  JsonObject folds;
  for (const SelectionMetric metric : kSelectionMetrics) {
    const std::string name(metric_name(metric));
    out.emplace_back(name, result.mean(metric));
    out.emplace_back(name + "_deviation", result.deviation(metric));
    JsonArray values;
    for (const FoldScore& fold : result.folds) values.emplace_back(fold[static_cast<std::size_t>(metric)]);
    folds.emplace_back(name, std::move(values));
  }
  out.emplace_back("folds", std::move(folds));
  return out;
}

Json search_json(const SearchResult& result, const Study& study, const SearchOptions& options) {
  JsonArray trials;
  for (const TrialResult& trial : result.trials) trials.push_back(trial_json(trial));
  const std::uint64_t seed = study.options.seed;
  return JsonObject{{"learner", std::string(learner_name(result.winner().trial.config.learner))},
                    {"method", std::string(method_name(options.method))},
                    {"metric", std::string(metric_name(options.metric))},
                    {"folds", study.options.folds},
                    {"repeats", study.options.repeats},
                    {"seed", seed},
                    {"data_digest", data_digest(study.table)},
                    {"was_cut", result.was_cut},
                    {"best", trial_json(result.winner())},
                    {"trials", std::move(trials)}};
}

}  // namespace shohin
