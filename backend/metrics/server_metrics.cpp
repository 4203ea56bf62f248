#include "metrics/server_metrics.h"

#include <array>
#include <charconv>

#include "metrics/process_metrics.h"

namespace shohin {
namespace {

using Kind = ValueFamily::Kind;

std::vector<double> duration_bounds() {
  return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

std::vector<double> share_bounds() { return {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1}; }

void write_gauge(std::string& out, FamilyText text, LabelViews labels, double value) {
  ValueFamily family(Kind::kGauge, std::move(text));
  family.set(labels, value);
  family.write(out);
}

void write_prediction_log(std::string& out, const ServerState& state) {
  ValueFamily rows(Kind::kCounter,
                   {"shohin_prediction_log_rows_total", "Rows for the prediction log.", {"result"}});
  rows.set({"kept"}, static_cast<double>(state.log_rows_kept));
  rows.set({"dropped"}, static_cast<double>(state.log_rows_dropped));
  rows.write(out);
}

// Three digits without a look at the locale or the heap.
class StatusText {
 public:
  explicit StatusText(int status) {
    end_ = std::to_chars(text_.data(), text_.data() + text_.size(), status).ptr;
  }
  [[nodiscard]] std::string_view view() const {
    return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
  }

 private:
  std::array<char, 12> text_{};
  char* end_;
};

}  // namespace

ServerMetrics::ServerMetrics(std::string version)
    : version_(std::move(version)),
      requests_(Kind::kCounter,
                {"shohin_api_requests_total", "Answered requests.", {"method", "endpoint", "status"}}),
      request_seconds_({"shohin_api_request_duration_seconds",
                        "From the end of a request's head to the end of its answer.",
                        {"method", "endpoint"}},
                       duration_bounds()),
      predictions_(Kind::kCounter, {"shohin_predictions_total", "Classified rows.", {"model", "class"}}),
      confidence_({"shohin_prediction_confidence", "Probability of the predicted class.", {"model"}},
                  share_bounds()),
      unsure_(Kind::kCounter,
              {"shohin_unsure_total", "Rows of which not exactly one class was likely enough.", {"model"}}),
      load_seconds_({"shohin_model_load_duration_seconds", "Reading and checking a model file.", {"model"}},
                    duration_bounds()),
      loaded_(Kind::kGauge, {"shohin_model_loaded", "1 while a version of the model is served.", {"model"}}) {
}

void ServerMetrics::request_finished(const RequestReport& report) {
  active_.fetch_sub(1, std::memory_order_relaxed);
  requests_.add({report.method, report.endpoint, StatusText(report.status).view()});
  request_seconds_.observe({report.method, report.endpoint}, report.seconds);
}

void ServerMetrics::predicted(std::string_view model, std::string_view predicted_class, double confidence) {
  predictions_.add({model, predicted_class});
  confidence_.observe({model}, confidence);
}

void ServerMetrics::unsure(std::string_view model) { unsure_.add({model}); }

void ServerMetrics::model_loaded(std::string_view model, double seconds) {
  load_seconds_.observe({model}, seconds);
  loaded_.set({model}, 0);  // known from now on, also when it is withdrawn
}

std::string ServerMetrics::text(const ServerState& state) {
  std::string out;
  requests_.write(out);
  request_seconds_.write(out);
  predictions_.write(out);
  confidence_.write(out);
  unsure_.write(out);
  ValueFamily info(Kind::kGauge,
                   {"shohin_model_info", "The versions that are served.", {"model", "version", "sha256"}});
  loaded_.set_all(0);
  for (const auto& model : state.models) {
    loaded_.set({model.name}, 1);
    info.set({model.name, model.version, model.sha256}, 1);
  }
  loaded_.write(out);
  load_seconds_.write(out);
  info.write(out);
  write_gauge(out, {"shohin_versions_loaded", "Versions beside production that are in memory.", {}}, {},
              static_cast<double>(state.versions_loaded));
  write_prediction_log(out, state);
  write_gauge(out, {"shohin_disk_free_bytes", "Free space where the data directory lies.", {}}, {},
              static_cast<double>(state.disk_free_bytes));
  write_gauge(out, {"shohin_api_health", "1 while every request can be answered.", {}}, {},
              state.healthy ? 1 : 0);
  write_gauge(out, {"shohin_api_active_requests", "Requests being answered.", {}}, {},
              static_cast<double>(active_));
  write_gauge(out, {"shohin_build_info", "The running version.", {"version"}}, {version_}, 1);
  write_process_metrics(out);
  return out;
}

std::vector<Route> metrics_routes(ServerMetrics& metrics, std::function<ServerState()> state) {
  auto tell = [&metrics, state = std::move(state)](const Request&) -> Outcome<Response> {
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = metrics.text(state());
    return response;
  };
  return {Route(Method::kGet, "/metrics", Role::kMetrics, Accepts::kNoBody, std::move(tell),
                {.summary = "Tell Prometheus' metrics", .answer = {.content_type = "text/plain"}})};
}

}  // namespace shohin
