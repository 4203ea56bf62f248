#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "cli/commands.h"
#include "cli/first_start.h"
#include "cli/running_server.h"
#include "cli/serve_options.h"
#include "cli/serving_application.h"
#include "cli/stop_signal.h"

namespace shohin {
namespace {

int fail_with(const Error& error) {
  std::cerr << "shohin serve: " << error.message << "\n";
  return error.code == ErrorCode::kInvalidParameterValue ? kExitWrongUsage : kExitFailed;
}

std::optional<std::string> environment_value(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// <folder of the executable>/../web
std::string default_web_folder() {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? "web" : (program.parent_path().parent_path() / "web").string();
}

// An address that a browser on this machine can open: a wildcard is none.
std::string url_of(std::string_view host, int port) {
  const bool ipv6 = host.find(':') != std::string_view::npos;
  return "http://" + (ipv6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port);
}

std::string own_url(const ServeOptions& options, int port) {
  if (options.host == "0.0.0.0") return url_of("127.0.0.1", port);
  return url_of(options.host == "::" ? "::1" : options.host, port);
}

// Before the data directory is touched, and in words of its own: bind() leaves none.
Outcome<void> check_host(const std::string& host) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  const int failure = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (failure == 0) {
    ::freeaddrinfo(found);
    return {};
  }
  return refuse(ErrorCode::kTemporarilyUnavailable,
                "host: '" + host + "' has no address: " + ::gai_strerror(failure) + ".");
}

int serve(const ServeOptions& options) {
  if (auto good = check_host(options.host); !good) return fail_with(good.error());
  umask(S_IRWXG | S_IRWXO);  // whoever reads the database can try passwords against its hashes
  StopSignal signals;
  Log log(std::cerr, options.log_level);
  auto application = ServingApplication::start(options, log);
  if (!application) return fail_with(application.error());
  ServingApplication& server = **application;
  const auto url = own_url(options, server.port());
  if (auto told = tell_address(options.data, url, server.operator_secret()); !told) {
    log.write(LogLevel::kWarning, "no address left for commands", {{"reason", told.error().message}});
  }
  std::optional<FirstStart> first_start;
  if (options.examples) {
    first_start.emplace(FirstStartOptions{options.web, url, server.operator_secret()}, log);
  }
  signals.on_stop([&] {
    if (first_start) first_start->stop();
    server.stop();
  });
  std::cout << "listening on " << url_of(options.host, server.port()) << std::endl;
  if (options.auth) {
    std::cout << "sign in at " << url << "/studio/#code=" << server.make_sign_in_code() << std::endl;
  }
  server.run();
  first_start.reset();
  log.write(LogLevel::kInfo, "stopped");
  return kExitDone;
}

}  // namespace

void add_serve(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("serve", "Keep runs and models, and answer over HTTP");
  command->footer("Example: shohin serve --data ./data --port 8080");
  auto settings = std::make_shared<std::vector<ServeSetting>>(serve_settings(default_web_folder()));
  for (auto& setting : *settings) {
    std::string help = std::string(setting.help) + " (default: " + setting.value;
    help += setting.environment.empty() ? ")" : "; " + std::string(setting.environment) + ")";
    command->add_option("--" + std::string(setting.name), setting.flag, help);
  }
  auto print = std::make_shared<bool>(false);
  command->add_flag("--print-config", *print, "show every setting and where its value comes from, and end");
  command->callback([settings, print, &exit_code] {
    const auto options =
        resolve_settings(*settings, environment_value).and_then([&] { return read_settings(*settings); });
    if (!options) {
      exit_code = fail_with(options.error());
    } else if (*print) {
      std::cout << settings_json(*settings) << "\n";
    } else {
      exit_code = serve(*options);
    }
  });
}

}  // namespace shohin
