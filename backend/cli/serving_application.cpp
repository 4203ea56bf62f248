#include "cli/serving_application.h"

#include <iterator>

#include "http/pages.h"
#include "registry/routes.h"
#include "serving/health_routes.h"
#include "serving/model_routes.h"
#include "serving/scoring_routes.h"
#include "tracking/routes.h"

namespace shohin {
namespace {

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

void append(std::vector<Route>& routes, std::vector<Route> more) {
  std::move(more.begin(), more.end(), std::back_inserter(routes));
}

}  // namespace

ServingApplication::ServingApplication(std::string default_model, Log& log)
    : default_model_(std::move(default_model)),
      log_(log),
      metrics_(SHOHIN_VERSION),
      models_([this](const ServedModel& model) {
        metrics_.model_loaded(model.identity.name, model.load_seconds);
      }) {}

Outcome<std::unique_ptr<ServingApplication>> ServingApplication::start(const ServeOptions& options,
                                                                       Log& log) {
  std::unique_ptr<ServingApplication> application(new ServingApplication(options.default_model, log));
  auto ready = application->open(options)
                   .and_then([&] {
                     application->restore_models();
                     return application->make_table(options.web);
                   })
                   .and_then([&] { return application->bind(options); });
  if (!ready) return tl::unexpected<Error>(std::move(ready).error());
  return application;
}

Outcome<void> ServingApplication::open(const ServeOptions& options) {
  StoreOptions place{.directory = options.data};
  place.on_failure = [this](std::string_view reason) {
    log_.write(LogLevel::kError, "store failed", {{"reason", reason}});
  };
  place.on_recovery = [this] { log_.write(LogLevel::kInfo, "store recovered"); };
  auto store = Store::open(std::move(place));
  if (!store) return tl::unexpected<Error>(std::move(store).error());
  store_ = std::move(*store);
  auto accounts = Accounts::open(*store_, {.data = options.data,
                                           .initial_secret_file = options.admin_password_file,
                                           .metrics_secret_file = options.metrics_token_file,
                                           .asks = options.auth});
  if (!accounts) return tl::unexpected<Error>(std::move(accounts).error());
  accounts_ = std::move(*accounts);
  tracking_ = std::make_unique<TrackingService>(*store_);
  registry_ = std::make_unique<RegistryService>(*store_, models_, ServedModels::load);
  operations_ = std::make_unique<Operations>(*store_);
  return {};
}

void ServingApplication::stop() {
  operations_->stop();
  server_->stop();
}

// A model that does not load is told and left out: the others still serve.
void ServingApplication::restore_models() {
  for (const auto& failure : registry_->restore_served_models()) {
    log_.write(LogLevel::kError, "model not restored",
               {{"reason", failure.message}, {"detail", failure.detail}});
  }
}

std::vector<Route> ServingApplication::service_routes() {
  const auto has_default = [this] { return models_.find(default_model_) != nullptr; };
  const auto obstacles = [this] {
    return store_->is_writable() ? std::vector<std::string>{}
                                 : std::vector<std::string>{"the disk failed or is almost full"};
  };
  const auto count = [this](std::string_view model, std::string_view predicted_class, double confidence) {
    metrics_.predicted(model, predicted_class, confidence);
  };
  const auto healthy = [this] { return store_->is_writable(); };
  const auto samples = [this] { return model_samples(models_); };
  std::vector<Route> routes = health_routes({SHOHIN_VERSION, has_default, obstacles});
  append(routes, metrics_routes(metrics_, healthy, samples));
  append(routes, accounts_->routes());
  append(routes, scoring_routes({models_, default_model_, count}));
  append(routes, model_routes({models_, default_model_, version_finder(*registry_)}));
  append(routes, tracking_routes(*tracking_));
  append(routes, registry_routes(*registry_));
  append(routes, operations_->routes());
  return routes;
}

Outcome<void> ServingApplication::make_table(const std::string& web) {
  auto pages = load_pages(web);
  if (!pages) return tl::unexpected<Error>(std::move(pages).error());
  if (pages->empty()) log_.write(LogLevel::kWarning, "no pages", {{"web", web}});
  auto routes = service_routes();
  auto front = front_route(*pages, endpoints_json(routes, SHOHIN_VERSION));
  routes.push_back(std::move(front));
  append(routes, page_routes(*pages));
  auto table = RouteTable::make(std::move(routes));
  if (!table) return tl::unexpected<Error>(std::move(table).error());
  table_ = std::make_unique<RouteTable>(std::move(*table));
  return {};
}

Outcome<void> ServingApplication::bind(const ServeOptions& options) {
  ServerHooks hooks{
      .authenticate = [this](const RequestHead& head,
                             std::string_view address) { return accounts_->identify(head, address); },
      .started = [this] { metrics_.request_started(); },
      .finished = [this](const RequestReport& report) { metrics_.request_finished(report); }};
  auto hosts = options.allowed_hosts;
  hosts.push_back(options.host);
  server_ = std::make_unique<Server>(
      *table_, ServerOptions{options.host, options.port, std::move(hosts), options.trusted_proxies, {}},
      std::move(hooks), log_);
  auto port = server_->bind();
  if (!port) return tl::unexpected<Error>(std::move(port).error());
  port_ = *port;
  return {};
}

}  // namespace shohin
