#include "cli/serving_application.h"

#include <algorithm>
#include <iterator>

#include "datasets/dataset_routes.h"
#include "gate/gate_routes.h"
#include "http/pages.h"
#include "mlflow/clock.h"
#include "openapi/document_route.h"
#include "registry/routes.h"
#include "serving/inference_routes.h"
#include "serving/invocation_routes.h"
#include "serving/model_routes.h"
#include "serving/prediction_routes.h"
#include "serving/scoring_routes.h"
#include "tracking/routes.h"
#include "verification/verification_routes.h"

namespace shohin {
namespace {

// Below this much free disk nothing is written any more; the store and the prediction log keep to the same.
constexpr std::uint64_t kMinFreeBytes = 64ULL << 20;

std::uint64_t free_bytes(const std::filesystem::path& directory) {
  std::error_code unknown;
  const auto space = std::filesystem::space(directory, unknown);
  return unknown ? 0 : space.available;
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

void append(std::vector<Route>& routes, std::vector<Route> more) {
  std::move(more.begin(), more.end(), std::back_inserter(routes));
}

}  // namespace

ServingApplication::ServingApplication(const ServeOptions& options, Log& log)
    : default_model_(options.default_model),
      data_(options.data),
      log_(log),
      metrics_(SHOHIN_VERSION),
      models_(
          [this](const ServedModel& model) {
            metrics_.model_loaded(model.identity.name, model.load_seconds);
          },
          data_ / "encoded") {}

Outcome<std::unique_ptr<ServingApplication>> ServingApplication::start(const ServeOptions& options,
                                                                       Log& log) {
  std::unique_ptr<ServingApplication> application(new ServingApplication(options, log));
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
  versions_ = std::make_unique<VersionModels>(version_finder(*registry_));
  open_prediction_log(options);
  data_sets_ = std::make_unique<DataSets>(*store_, models_);
  dvc_ = std::make_unique<DvcRemote>(*store_);
  gate_ = std::make_unique<QualityGate>(*store_, *data_sets_);
  registry_->guard([this](const Candidate& candidate) { return gate_->judge(candidate); });
  verifications_ = std::make_unique<Verifications>(*store_, *data_sets_);
  return {};
}

void ServingApplication::open_prediction_log(const ServeOptions& options) {
  if (options.prediction_log == PredictionLogging::kOff) return;
  constexpr std::int64_t kDay = 24LL * 3600 * 1000;
  prediction_log_ = std::make_unique<PredictionLog>(
      PredictionLogOptions{.file = data_ / "predictions.db",
                           .inputs = options.prediction_log == PredictionLogging::kInputsToo,
                           .max_age_ms = options.prediction_log_days * kDay,
                           .max_bytes = std::uint64_t{options.prediction_log_mb} << 20U,
                           .min_free_bytes = kMinFreeBytes,
                           .clock = system_time_ms},
      log_);
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

void ServingApplication::count(const Predictions& predictions) {
  const auto& model = *predictions.model;
  const auto& name = model.identity.name;
  const auto& conformal = model.calibration.conformal;
  for (std::size_t row = 0; row < predictions.size(); ++row) {
    const auto answer = predictions.answer(row);
    const auto best = best_class(answer);
    metrics_.predicted(name, model.model.contract.classes[best].name, answer[best]);
    if (conformal && is_unsure(*conformal, answer)) metrics_.unsure(name);
  }
  if (prediction_log_) prediction_log_->add(predictions);
}

std::vector<HealthCheck> ServingApplication::checks() const {
  const bool no_model = !default_model_.empty() && models_.find(default_model_) == nullptr;
  return {{"database", store_->is_writable() ? "" : "The disk failed or is almost full: nothing is written."},
          {"disk", free_bytes(data_) < kMinFreeBytes ? "The disk has less than 64 MB left." : ""},
          {"model", no_model ? "No version of '" + default_model_ + "' is in production yet." : ""}};
}

bool ServingApplication::is_healthy() const {
  const auto all = checks();
  return std::all_of(all.begin(), all.end(), [](const HealthCheck& check) { return check.obstacle.empty(); });
}

ServerState ServingApplication::state() const {
  return {.healthy = is_healthy(),
          .models = model_samples(models_),
          .versions_loaded = versions_->count(),
          .disk_free_bytes = free_bytes(data_),
          .log_rows_kept = prediction_log_ ? prediction_log_->kept() : 0,
          .log_rows_dropped = prediction_log_ ? prediction_log_->dropped() : 0};
}

std::vector<Route> ServingApplication::serving_routes() {
  const Models models{models_, *versions_, default_model_};
  const Scoring scoring{models, [this](const Predictions& predictions) { count(predictions); }};
  auto routes = scoring_routes(scoring);
  append(routes, batch_routes({scoring, batch_slots_, data_ / "tmp", kMinFreeBytes}));
  append(routes, invocation_routes(scoring));
  append(routes, inference_routes({scoring, SHOHIN_VERSION, [this] { return is_healthy(); }}));
  append(routes, model_routes(models));
  if (prediction_log_) append(routes, prediction_routes(*prediction_log_));
  return routes;
}

std::vector<Route> ServingApplication::service_routes() {
  const auto has_default = [this] { return models_.find(default_model_) != nullptr; };
  std::vector<Route> routes = health_routes({SHOHIN_VERSION, has_default, [this] { return checks(); }});
  append(routes, metrics_routes(metrics_, [this] { return state(); }));
  append(routes, accounts_->routes());
  append(routes, serving_routes());
  append(routes, tracking_routes(*tracking_));
  append(routes, registry_routes(*registry_));
  append(routes, operations_->routes());
  append(routes, dataset_routes(*data_sets_));
  append(routes, dvc_routes(*dvc_));
  append(routes, gate_routes(*gate_, *registry_));
  append(routes, verification_routes(*verifications_));
  return routes;
}

Outcome<void> ServingApplication::make_table(const std::string& web) {
  auto pages = load_pages(web);
  if (!pages) return tl::unexpected<Error>(std::move(pages).error());
  if (pages->empty()) log_.write(LogLevel::kWarning, "no pages", {{"web", web}});
  auto routes = service_routes();
  routes.push_back(
      document_route([this]() -> const std::vector<Route>& { return table_->routes(); }, SHOHIN_VERSION));
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
