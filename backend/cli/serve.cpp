#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "auth/authenticator.h"
#include "auth/session_routes.h"
#include "cli/commands.h"
#include "cli/serve_options.h"
#include "cli/stop_signal.h"
#include "http/pages.h"
#include "http/server.h"
#include "metrics/server_metrics.h"
#include "registry/routes.h"
#include "serving/health_routes.h"
#include "serving/model_routes.h"
#include "serving/scoring_routes.h"
#include "store/store.h"
#include "tracking/routes.h"

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

Outcome<AuthOptions> read_auth(const ServeOptions& options) {
  AuthOptions auth{.asks = options.auth};
  auto secret = options.admin_password_file.empty() ? admin_secret(options.data)
                                                    : read_secret_file(options.admin_password_file);
  if (!secret) return tl::unexpected<Error>(std::move(secret).error());
  auth.admin_secret = std::move(*secret);
  if (options.metrics_token_file.empty()) return auth;
  auto metrics = read_secret_file(options.metrics_token_file);
  if (!metrics) return tl::unexpected<Error>(std::move(metrics).error());
  auth.metrics_secret = std::move(*metrics);
  return auth;
}

std::string url_of(const ServeOptions& options, int port) {
  const bool ipv6 = options.host.find(':') != std::string::npos;
  return "http://" + (ipv6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(port);
}

std::vector<ModelSample> model_samples(const ServedModels& models) {
  std::vector<ModelSample> samples;
  for (const auto& model : models.all()) {
    samples.push_back({model->identity.name, model->identity.version, model->identity.sha256});
  }
  return samples;
}

VersionFinder version_finder(RegistryService& registry) {
  return {[&](const std::string& name, const std::string& version_or_alias) {
            return registry.version_file(name, version_or_alias);
          },
          [&](const std::string& hex) { return registry.file_by_sha256(hex); }};
}

int serve(const ServeOptions& options) {
  StopSignal signals;
  Log log(std::cerr, options.log_level);
  std::atomic<bool> broken{false};
  std::function<void()> stop = [] {};
  auto store = Store::open({.directory = options.data, .on_broken = [&](std::string_view reason) {
                              log.write(LogLevel::kError, "store failed", {{"reason", reason}});
                              broken = true;
                              stop();
                            }});
  if (!store) return fail_with(store.error());
  const auto auth = read_auth(options);
  if (!auth) return fail_with(auth.error());
  Sessions sessions;
  const Authenticator authenticator(*auth, sessions);
  ServerMetrics metrics(SHOHIN_VERSION);
  ServedModels models(
      [&](const ServedModel& model) { metrics.model_loaded(model.identity.name, model.load_seconds); });

  std::vector<Route> routes;
  const auto add = [&](std::vector<Route> more) {
    std::move(more.begin(), more.end(), std::back_inserter(routes));
  };
  const auto obstacles = [&] {
    return broken ? std::vector<std::string>{"the disk failed"} : std::vector<std::string>{};
  };
  const auto has_default = [&] { return models.find(options.default_model) != nullptr; };
  add(health_routes({SHOHIN_VERSION, has_default, obstacles}));
  add(metrics_routes(
      metrics, [&] { return !broken; }, [&] { return model_samples(models); }));
  add(session_routes(authenticator, sessions));
  const auto count = [&](std::string_view model, std::string_view predicted_class, double confidence) {
    metrics.predicted(model, predicted_class, confidence);
  };
  add(scoring_routes({models, options.default_model, count}));
  TrackingService tracking(**store);
  add(tracking_routes(tracking));
  RegistryService registry(**store, models, ServedModels::load);
  for (const auto& failure : registry.restore_served_models()) {
    log.write(LogLevel::kError, "model not restored",
              {{"reason", failure.message}, {"detail", failure.detail}});
  }
  add(registry_routes(registry));
  add(model_routes({models, options.default_model, version_finder(registry)}));
  auto pages = load_pages(options.web);
  if (!pages) return fail_with(pages.error());
  if (pages->empty()) log.write(LogLevel::kWarning, "no pages", {{"web", options.web}});
  auto front = front_route(*pages, endpoints_json(routes, SHOHIN_VERSION));
  routes.push_back(std::move(front));
  add(page_routes(*pages));
  const auto table = RouteTable::make(std::move(routes));
  if (!table) return fail_with(table.error());

  ServerHooks hooks{
      .authenticate = [&](const RequestHead& head, std::string_view) { return authenticator.identify(head); },
      .started = [&] { metrics.request_started(); },
      .finished = [&](const RequestReport& report) { metrics.request_finished(report); }};
  auto allowed_hosts = options.allowed_hosts;
  allowed_hosts.push_back(options.host);
  Server server(*table, {options.host, options.port, allowed_hosts, options.trusted_proxies, {}}, hooks, log);
  const auto port = server.bind();
  if (!port) return fail_with(port.error());
  stop = [&] { server.stop(); };
  signals.on_stop(stop);

  const auto url = url_of(options, *port);
  std::cout << "listening on " << url << std::endl;
  if (options.auth) {
    std::cout << "sign in at " << url << "/studio/#code=" << sessions.make_code(AuthClock::now())
              << std::endl;
  }
  server.run();
  log.write(LogLevel::kInfo, "stopped");
  return broken ? kExitFailed : kExitDone;
}

}  // namespace

void add_serve(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("serve", "Keep runs and models, and answer over HTTP");
  auto settings = std::make_shared<std::vector<Setting>>(serve_settings(default_web_folder()));
  for (auto& setting : *settings) {
    std::string help = std::string(setting.help) + " (default: " + setting.value;
    help += setting.environment.empty() ? ")" : "; " + std::string(setting.environment) + ")";
    command->add_option("--" + std::string(setting.name), setting.flag, help);
  }
  auto print = std::make_shared<bool>(false);
  command->add_flag("--print-config", *print, "show every setting and where its value comes from, and end");
  command->callback([settings, print, &exit_code] {
    resolve_settings(*settings, environment_value);
    const auto options = read_settings(*settings);
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
