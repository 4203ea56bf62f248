// `shohin health URL`: whether a server is live, for health checks of images.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "http/client.h"

namespace shohin {
namespace {

constexpr int kTimeoutSeconds = 3;

int complain(const std::string& message) {
  std::cerr << message << "\n";
  return kExitFailed;
}

int run_health(const std::string& url) {
  const auto address = parse_server_address(url);
  if (!address) {
    std::cerr << address.error().message << "\n";
    return kExitWrongUsage;
  }
  HttpClient client(*address, {.timeout_seconds = kTimeoutSeconds});
  const auto reply = client.send(Method::kGet, "/health");
  if (!reply) return complain(reply.error().message);
  if (reply->status != 200)
    return complain(url + " answers with status " + std::to_string(reply->status) + ".");
  std::cout << reply->body << "\n";
  return kExitDone;
}

}  // namespace

void add_health(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("health", "Ask a server whether it is live; exit code 0 when it is");
  command->footer("Example: shohin health http://127.0.0.1:8080");
  const auto url = std::make_shared<std::string>("http://127.0.0.1:8080");
  command->add_option("URL", *url, "The server's address")->capture_default_str();
  command->callback([url, &exit_code] { exit_code = run_health(*url); });
}

}  // namespace shohin
