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

// Threads may share one.
class ServerMetrics {
 public:
  explicit ServerMetrics(std::string version);

  void request_started() { ++active_; }
  void request_finished(const RequestReport& report);
  void predicted(std::string_view model, std::string_view predicted_class, double confidence);
  void model_loaded(std::string_view model, double seconds);

  // healthy: whether every request can be answered now. Names without a sample in `models` but loaded before
  // are told as not loaded.
  std::string text(bool healthy, const std::vector<ModelSample>& models);

 private:
  std::string version_;
  std::atomic<std::int64_t> active_{0};
  ValueFamily requests_;
  HistogramFamily request_seconds_;
  ValueFamily predictions_;
  HistogramFamily confidence_;
  HistogramFamily load_seconds_;
  ValueFamily loaded_;
};

// GET /metrics, for loopback or the metrics token. Both functions are asked at each scrape; all must outlive
// the route.
std::vector<Route> metrics_routes(ServerMetrics& metrics, std::function<bool()> healthy,
                                  std::function<std::vector<ModelSample>()> models);

}  // namespace shohin
