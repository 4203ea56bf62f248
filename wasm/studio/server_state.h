// What the server told: who is signed in, experiments, runs, registered models.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "training_state.h"

namespace shohin {

enum class SessionStage : std::uint8_t { kUnknown, kSignedOut, kSignedIn, kUnreachable };

struct SessionState {
  SessionStage stage = SessionStage::kUnknown;
  std::string user, role, host;
  std::string name = "admin", token;  // the sign-in form's fields; the token may be a password
  std::string problem;  // "bad_code", "bad_token", "too_often", "expired": why the form is shown again
  bool asking = false;
};

struct Experiment {
  std::string id, name;
};

// Values of a run by name, as text for parameters and as numbers for metrics.
struct Run {
  std::string id, name, status, experiment_id, artifact_uri, model_id;
  double start_ms = 0, end_ms = 0;
  std::vector<std::pair<std::string, std::string>> params;
  std::vector<std::pair<std::string, double>> metrics;
  std::optional<Report> report;
  bool report_asked = false;

  [[nodiscard]] const std::string* param(const std::string& name) const;
  [[nodiscard]] const double* metric(const std::string& name) const;
};

struct RunColumn {
  bool is_metric = false;
  std::string name;
  bool shown = false;
};

struct RunsState {
  bool asked = false, loading = false;
  std::vector<Experiment> experiments;
  std::size_t experiment = 0;  // 0 is all of them, else index + 1
  std::string filter, problem;
  std::vector<Run> runs;
  bool more = false;  // the server has further runs
  std::vector<RunColumn> columns;
  std::vector<std::size_t> order;  // rows of the table as indices into runs
  bool order_is_stale = true;
  std::vector<std::string> selected;  // run ids, in the order of picking
  bool comparing = false, differences_only = true;
};

struct ModelVersion {
  std::string name, version, run_id, model_id;
  double created_ms = 0;
  std::vector<std::string> aliases;

  [[nodiscard]] bool has_alias(const std::string& alias) const;
};

struct RegisteredModel {
  std::string name;
  std::vector<ModelVersion> versions;  // newest first

  [[nodiscard]] const ModelVersion* production() const;
};

struct ModelsState {
  bool asked = false, loading = false;
  std::vector<RegisteredModel> models;
  std::size_t shown = 0;
  std::string problem, notice;
  std::string register_name;
  std::string register_run;  // run id
  bool busy = false;
  // What the person is asked to confirm; empty when nothing is asked.
  std::string asked_version;
  // The version that was production before the last promotion, by model's name.
  std::vector<std::pair<std::string, std::string>> before;
};

}  // namespace shohin
