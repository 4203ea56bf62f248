#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "receive.h"

namespace shohin {
namespace {

// What a new column list shows first; everything else is one tick away.
constexpr std::array<std::string_view, 2> kShownParams{"n_estimators", "max_depth"};
constexpr std::array<std::string_view, 3> kShownMetrics{"accuracy", "f1", "log_loss"};

// MLflow writes an int64 as a number or as text, and NaN as text.
double number_of(const Json& value) {
  if (value.is_number()) return value.as_number();
  if (value.as_string() == "NaN") return std::nan("");
  return std::strtod(value.as_string().c_str(), nullptr);
}

Run read_run(const Json& run) {
  const Json& info = run["info"];
  Run out{.id = info["run_id"].as_string(),
          .name = info["run_name"].as_string(),
          .status = info["status"].as_string(),
          .experiment_id = info["experiment_id"].as_string(),
          .artifact_uri = info["artifact_uri"].as_string(),
          .model_id = {},
          .start_ms = number_of(info["start_time"]),
          .end_ms = number_of(info["end_time"]),
          .params = {},
          .metrics = {},
          .report = {}};
  for (const Json& param : run["data"]["params"].as_array())
    out.params.emplace_back(param["key"].as_string(), param["value"].as_string());
  for (const Json& metric : run["data"]["metrics"].as_array())
    out.metrics.emplace_back(metric["key"].as_string(), number_of(metric["value"]));
  const JsonArray& models = run["outputs"]["model_outputs"].as_array();
  if (!models.empty()) out.model_id = models.front()["model_id"].as_string();
  return out;
}

void note_column(RunsState& runs, bool is_metric, const std::string& name) {
  const auto same = [&](const RunColumn& column) {
    return column.is_metric == is_metric && column.name == name;
  };
  if (std::any_of(runs.columns.begin(), runs.columns.end(), same)) return;
  const bool shown = is_metric
                         ? std::find(kShownMetrics.begin(), kShownMetrics.end(), name) != kShownMetrics.end()
                         : std::find(kShownParams.begin(), kShownParams.end(), name) != kShownParams.end();
  runs.columns.push_back({is_metric, name, shown});
}

void take_runs(RunsState& runs, const Json& answer) {
  runs.loading = false;
  runs.problem.clear();
  runs.runs.clear();
  for (const Json& run : answer["runs"].as_array()) runs.runs.push_back(read_run(run));
  runs.more = !answer["next_page_token"].as_string().empty();
  runs.order_is_stale = true;
  for (const Run& run : runs.runs) {
    for (const auto& [name, value] : run.params) note_column(runs, false, name);
    for (const auto& [name, value] : run.metrics) note_column(runs, true, name);
  }
  std::sort(runs.columns.begin(), runs.columns.end(), [](const RunColumn& a, const RunColumn& b) {
    return a.is_metric != b.is_metric ? a.is_metric : a.name < b.name;
  });
  const auto gone = [&runs](const std::string& id) {
    return std::none_of(runs.runs.begin(), runs.runs.end(), [&id](const Run& run) { return run.id == id; });
  };
  runs.selected.erase(std::remove_if(runs.selected.begin(), runs.selected.end(), gone), runs.selected.end());
}

void take_experiments(RunsState& runs, const Json& answer) {
  const std::string chosen = runs.experiment > 0 && runs.experiment <= runs.experiments.size()
                                 ? runs.experiments[runs.experiment - 1].id
                                 : std::string();
  runs.experiments.clear();
  runs.experiment = 0;
  for (const Json& experiment : answer["experiments"].as_array()) {
    runs.experiments.push_back({experiment["experiment_id"].as_string(), experiment["name"].as_string()});
    if (runs.experiments.back().id == chosen) runs.experiment = runs.experiments.size();
  }
}

}  // namespace

const std::string* Run::param(const std::string& wanted) const {
  for (const auto& [key, value] : params)
    if (key == wanted) return &value;
  return nullptr;
}

const double* Run::metric(const std::string& wanted) const {
  for (const auto& [key, value] : metrics)
    if (key == wanted) return &value;
  return nullptr;
}

bool receive_runs(StudioState& state, Requests& requests, const std::string& what, const Json& message) {
  RunsState& runs = state.runs;
  if (what == "experiments") {
    take_experiments(runs, message["answer"]);
    runs.asked = false;  // the runs of these experiments are asked for next
    if (state.view != View::kRuns)
      requests.ask("list_runs", {{"experiment_ids", JsonArray()}, {"filter", ""}});
    return true;
  }
  if (what == "runs") return take_runs(runs, message["answer"]), true;
  if (what == "runs_failed") {
    runs.loading = false;
    runs.problem = message["problem"].as_string();
    return true;
  }
  if (what == "report") {
    for (Run& run : runs.runs)
      if (run.id == message["run_id"].as_string() && message["report"].is_object())
        run.report = read_report(message["report"]);
    return true;
  }
  return false;
}

}  // namespace shohin
