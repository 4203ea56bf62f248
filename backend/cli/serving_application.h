// The server's parts, made once and in the order in which they need each other.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "auth/accounts.h"
#include "cli/serve_options.h"
#include "datasets/data_sets.h"
#include "datasets/dvc_remote.h"
#include "gate/quality_gate.h"
#include "http/log.h"
#include "http/server.h"
#include "metrics/server_metrics.h"
#include "operations/routes.h"
#include "registry/registry_service.h"
#include "serving/batch_routes.h"
#include "serving/health_routes.h"
#include "serving/prediction_log.h"
#include "serving/served_models.h"
#include "serving/version_models.h"
#include "store/store.h"
#include "tracking/tracking_service.h"
#include "verification/verifications.h"

namespace shohin {

class ServingApplication {
 public:
  // Opens the store, serves what is in production, loads the pages and takes the address. Fails as
  // Store::open, Accounts::open, load_pages and Server::bind do. The log must outlive it.
  static Outcome<std::unique_ptr<ServingApplication>> start(const ServeOptions& options, Log& log);
  ServingApplication(const ServingApplication&) = delete;
  ServingApplication& operator=(const ServingApplication&) = delete;

  void run() { server_->run(); }  // answers until stop()
  void stop();                    // from any thread

  [[nodiscard]] int port() const { return port_; }
  // What this process's owner may send as a token.
  [[nodiscard]] const std::string& operator_secret() const { return accounts_->operator_secret(); }
  [[nodiscard]] const RouteTable& routes() const { return *table_; }
  [[nodiscard]] const Accounts& accounts() const { return *accounts_; }
  [[nodiscard]] const ServedModels& models() const { return models_; }
  std::string make_sign_in_code() { return accounts_->make_sign_in_code(); }

 private:
  ServingApplication(const ServeOptions& options, Log& log);
  Outcome<void> open(const ServeOptions& options);
  void open_prediction_log(const ServeOptions& options);
  void restore_models();
  void count(const Predictions& predictions);
  [[nodiscard]] std::vector<HealthCheck> checks() const;
  [[nodiscard]] bool is_healthy() const;
  [[nodiscard]] ServerState state() const;
  std::vector<Route> serving_routes();
  std::vector<Route> service_routes();
  Outcome<void> make_table(const std::string& web);
  Outcome<void> bind(const ServeOptions& options);

  std::string default_model_;
  std::filesystem::path data_;
  Log& log_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Accounts> accounts_;
  ServerMetrics metrics_;
  ServedModels models_;
  std::unique_ptr<TrackingService> tracking_;
  std::unique_ptr<RegistryService> registry_;
  std::unique_ptr<Operations> operations_;
  std::unique_ptr<VersionModels> versions_;
  std::unique_ptr<PredictionLog> prediction_log_;  // null when nothing is logged
  BatchSlots batch_slots_;
  std::unique_ptr<DataSets> data_sets_;
  std::unique_ptr<DvcRemote> dvc_;
  std::unique_ptr<QualityGate> gate_;
  std::unique_ptr<Verifications> verifications_;
  std::unique_ptr<RouteTable> table_;
  std::unique_ptr<Server> server_;
  int port_ = 0;
};

}  // namespace shohin
