#include "cli/send_run.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "cli/input_file.h"

namespace shohin {
namespace {

constexpr std::uint64_t kTokenBytes = 4096;

Outcome<std::string> read_token(const std::string& path) {
  if (path.empty()) return std::string();
  auto token = read_input(path, kTokenBytes);
  if (!token) return token;
  while (!token->empty() && static_cast<unsigned char>(token->back()) <= ' ') token->pop_back();
  return token;
}

std::string user_name() {
  const char* const user = std::getenv("USER");
  return user == nullptr ? "" : user;
}

}  // namespace

void add_send_options(CLI::App& command, SendOptions& options) {
  CLI::Option* log =
      command.add_option("--log", options.url, "Log the run to this server (http://HOST:PORT)");
  command.add_option("--experiment", options.experiment, "The experiment to log into")->needs(log);
  CLI::Option* name =
      command.add_option("--register", options.registered_name, "Register the model under this name");
  name->needs(log);
  command.add_option("--alias", options.alias, "Move this alias to the new version: production serves it")
      ->needs(name);
  command.add_option("--token-file", options.token_file, "A file with the server's token")->needs(log);
}

Outcome<void> check_send(const SendOptions& options) {
  if (options.url.empty()) return {};
  const auto address = parse_server_address(options.url);
  if (!address) return tl::unexpected<Error>(address.error());
  return {};
}

Outcome<LoggedRun> send_run(const RunBundle& bundle, const SendOptions& options, std::int64_t started_ms,
                            std::int64_t ended_ms) {
  const auto address = parse_server_address(options.url);
  if (!address) return tl::unexpected<Error>(address.error());
  auto token = read_token(options.token_file);
  if (!token) return tl::unexpected<Error>(std::move(token).error());
  HttpClient client(*address, {.token = std::move(*token)});
  LogOptions log{.experiment = options.experiment,
                 .registered_name = options.registered_name,
                 .alias = options.alias,
                 .user = user_name(),
                 .run_name = {},
                 .started_ms = started_ms,
                 .ended_ms = ended_ms};
  if (log.experiment.empty())
    log.experiment = options.registered_name.empty() ? "Default" : options.registered_name;
  return log_run(client, bundle, log);
}

void print_sent(const LoggedRun& run, const SendOptions& options) {
  std::cout << "logged        run " << run.run_id << " at " << options.url << "\n";
  if (run.version.empty()) return;
  std::cout << "registered    " << options.registered_name << " version " << run.version;
  if (!options.alias.empty()) std::cout << ", alias " << options.alias;
  std::cout << "\n";
}

}  // namespace shohin
