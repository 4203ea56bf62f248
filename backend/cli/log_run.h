// Sends a run to a server that speaks MLflow's REST API: ours or another.
#pragma once

#include <cstdint>
#include <string>

#include "error/error.h"
#include "http/client.h"
#include "wire/run_bundle.h"

namespace shohin {

struct LogOptions {
  std::string experiment;       // made when it is not there
  std::string registered_name;  // empty: the model is logged but not registered
  std::string alias;            // moved to the new version; empty: none
  std::string user, run_name;   // empty: the server's choice
  std::int64_t started_ms = 0;  // since 1970
  std::int64_t ended_ms = 0;
};

struct LoggedRun {
  std::string experiment_id, run_id, model_id;
  std::string version;  // empty when nothing was registered
};

// Logs parameters, metrics, dataset, reports and model, ends the run, then registers and promotes. When a
// step fails, the run is marked FAILED as far as the server still answers, and the error says which step it
// was and what the server said.
Outcome<LoggedRun> log_run(HttpClient& client, const RunBundle& bundle, const LogOptions& options);

}  // namespace shohin
