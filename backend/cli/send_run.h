// The part of `shohin train` that sends the run to a server.
#pragma once

#include <cstdint>
#include <string>

#include "cli/log_run.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace shohin {

struct SendOptions {
  std::string url;  // empty: nothing is sent
  std::string experiment, registered_name, alias, token_file;
};

// Adds --log and what goes with it.
void add_send_options(CLI::App& command, SendOptions& options);

// Looks at the address before anything is trained. Fails with kInvalidParameterValue.
Outcome<void> check_send(const SendOptions& options);

// The experiment's name is the registered model's, or "Default", when none is given.
Outcome<LoggedRun> send_run(const RunBundle& bundle, const SendOptions& options, std::int64_t started_ms,
                            std::int64_t ended_ms);

// Says on stdout where the run is.
void print_sent(const LoggedRun& run, const SendOptions& options);

}  // namespace shohin
