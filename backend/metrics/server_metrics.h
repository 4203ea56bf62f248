// What the server counts, under the names of INTERFACES "Metrics", and the route that tells it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.h"
#include "http/server.h"
#include "metrics/families.h"

namespace shohin {

// A model that is served now.
struct ModelSample {
  std::string name;
  std::string version;
  std::string sha256;
};

// What is not counted but asked for at each scrape.
struct ServerState {
  bool healthy = false;  // whether every request can be answered now
  std::vector<ModelSample> models{};
  std::uint64_t versions_loaded = 0;  // on demand, beside the models
  std::uint64_t disk_free_bytes = 0;
  std::uint64_t log_rows_kept = 0, log_rows_dropped = 0;  // of the prediction log
};

// Threads may share one.
class ServerMetrics {
 public:
  explicit ServerMetrics(std::string version);

  void request_started() { active_.fetch_add(1, std::memory_order_relaxed); }
  void request_finished(const RequestReport& report);
  void predicted(std::string_view model, std::string_view predicted_class, double confidence);
  void unsure(std::string_view model);  // is_unsure() of serving/prediction.h
  void model_loaded(std::string_view model, double seconds);

  // Names without a sample in `state` but loaded before are told as not loaded.
  std::string text(const ServerState& state);

 private:
  std::string version_;
  std::atomic<std::int64_t> active_{0};
  ValueFamily requests_;
  HistogramFamily request_seconds_;
  ValueFamily predictions_;
  HistogramFamily confidence_;
  ValueFamily unsure_;
  HistogramFamily load_seconds_;
  ValueFamily loaded_;
};

// GET /metrics, for loopback or the metrics token. `state` is asked at each scrape; both must outlive the
// route.
std::vector<Route> metrics_routes(ServerMetrics& metrics, std::function<ServerState()> state);

}  // namespace shohin
