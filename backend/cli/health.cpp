// `shohin health URL`: whether a server is live, for health checks of images.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/say.h"
#include "error/fault_text.h"
#include "http/client.h"

namespace shohin {
namespace {

constexpr int kTimeoutSeconds = 3;

struct HealthOptions {
  std::string url = "http://127.0.0.1:8080";
  bool json = false;
};

int run_health(const HealthOptions& options) {
  const auto address = parse_server_address(options.url);
  if (!address) return wrong_usage(address.error().message);
  HttpClient client(*address, {.timeout_seconds = kTimeoutSeconds});
  const auto reply = client.send(Method::kGet, "/health");
  if (!reply) return complain(reply.error(), options.json);
  if (reply->status != 200) {
    const auto message = options.url + " answers with status " + std::to_string(reply->status) + ".";
    return complain({.code = ErrorCode::kTemporarilyUnavailable, .message = message}, options.json);
  }
  if (!options.json) {
    std::cout << reply->body << "\n";
    return kExitDone;
  }
  const auto answer = parse_json(reply->body);
  if (!answer) return complain(faults_error(ErrorCode::kInternalError, answer.error()), true);
  print_json(*answer);
  return kExitDone;
}

}  // namespace

void add_health(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("health", "Ask a server whether it is live; exit code 0 when it is");
  command->footer("Example: shohin health http://127.0.0.1:8080");
  const auto options = std::make_shared<HealthOptions>();
  command->add_option("URL", options->url, "The server's address")->capture_default_str();
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = run_health(*options); });
}

}  // namespace shohin
