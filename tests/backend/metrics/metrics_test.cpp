// Proves the text that Prometheus reads: format 0.0.4, names of INTERFACES, cumulative buckets. promtool
// reads a running server's in tests/interop/test_metrics.py.
#include <catch_amalgamated.hpp>
#include <thread>

#include "metrics/process_metrics.h"
#include "metrics/server_metrics.h"

namespace shohin {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("labels are escaped and samples stand below one header", "[metrics]") {
  ValueFamily family(ValueFamily::Kind::kCounter, {"a_total", "Counts\nthings.", {"name"}});
  family.add({"quote\" slash\\ line\n"});
  family.add({"quote\" slash\\ line\n"}, 2);
  std::string out;
  family.write(out);
  CHECK(out ==
        "# HELP a_total Counts\\nthings.\n# TYPE a_total counter\na_total{name=\"quote\\\" slash\\\\ "
        "line\\n\"} 3\n");
}

TEST_CASE("a histogram's buckets are cumulative and end in +Inf", "[metrics]") {
  HistogramFamily family({"h", "H.", {"k"}}, {0.1, 1});
  for (const double value : {0.05, 0.1, 0.5, 3.0}) family.observe({"x"}, value);
  std::string out;
  family.write(out);
  CHECK(has_line(out, "h_bucket{k=\"x\",le=\"0.1\"} 2"));
  CHECK(has_line(out, "h_bucket{k=\"x\",le=\"1\"} 3"));
  CHECK(has_line(out, "h_bucket{k=\"x\",le=\"+Inf\"} 4"));
  CHECK(has_line(out, "h_sum{k=\"x\"} 3.65"));
  CHECK(has_line(out, "h_count{k=\"x\"} 4"));
}

TEST_CASE("a family holds so many samples and counts the rest together", "[metrics]") {
  ValueFamily family(ValueFamily::Kind::kCounter, {"a_total", "A.", {"name", "kind"}}, 2);
  for (const auto* name : {"a", "b", "c", "d", "a"}) family.add({name, "k"});
  std::string out;
  family.write(out);
  CHECK(has_line(out, "a_total{name=\"a\",kind=\"k\"} 2"));
  CHECK(has_line(out, "a_total{name=\"b\",kind=\"k\"} 1"));
  CHECK(has_line(out, "a_total{name=\"other\",kind=\"other\"} 2"));
  CHECK(out.find("\"c\"") == std::string::npos);
}

TEST_CASE("threads count together without losing one", "[metrics]") {
  ValueFamily counts(ValueFamily::Kind::kCounter, {"a_total", "A.", {"name"}});
  HistogramFamily times({"h", "H.", {"name"}}, {0.5});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        counts.add({i % 2 == 0 ? "even" : "odd"});
        times.observe({"x"}, 0.25);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::string out;
  counts.write(out);
  times.write(out);
  CHECK(has_line(out, "a_total{name=\"even\"} 2000"));
  CHECK(has_line(out, "a_total{name=\"odd\"} 2000"));
  CHECK(has_line(out, "h_count{name=\"x\"} 4000"));
  CHECK(has_line(out, "h_sum{name=\"x\"} 1000"));
}

TEST_CASE("requests, predictions and models are told under their names", "[metrics]") {
  ServerMetrics metrics("1.2.3");
  metrics.request_started();
  metrics.request_started();
  metrics.request_finished({"POST", "/predict", 200, 0.002});
  metrics.predicted("iris", "setosa", 0.97);
  metrics.model_loaded("iris", 0.01);
  metrics.model_loaded("gone", 0.01);
  metrics.unsure("iris");
  const auto text = metrics.text({.healthy = true,
                                  .models = {{"iris", "3", "abc"}},
                                  .versions_loaded = 2,
                                  .disk_free_bytes = 1000,
                                  .log_rows_kept = 7,
                                  .log_rows_dropped = 1});
  for (const auto* line :
       {"shohin_api_requests_total{method=\"POST\",endpoint=\"/predict\",status=\"200\"} 1",
        "shohin_api_request_duration_seconds_count{method=\"POST\",endpoint=\"/predict\"} 1",
        "shohin_predictions_total{model=\"iris\",class=\"setosa\"} 1",
        "shohin_prediction_confidence_bucket{model=\"iris\",le=\"0.95\"} 0",
        "shohin_prediction_confidence_bucket{model=\"iris\",le=\"0.99\"} 1",
        "shohin_model_loaded{model=\"iris\"} 1", "shohin_model_loaded{model=\"gone\"} 0",
        "shohin_model_load_duration_seconds_count{model=\"iris\"} 1",
        "shohin_model_info{model=\"iris\",version=\"3\",sha256=\"abc\"} 1", "shohin_api_health 1",
        "shohin_unsure_total{model=\"iris\"} 1", "shohin_versions_loaded 2", "shohin_disk_free_bytes 1000",
        "shohin_prediction_log_rows_total{result=\"kept\"} 7",
        "shohin_prediction_log_rows_total{result=\"dropped\"} 1", "shohin_api_active_requests 1",
        "shohin_build_info{version=\"1.2.3\"} 1"}) {
    INFO(line);
    CHECK(has_line(text, line));
  }
  CHECK(has_line(metrics.text({}), "shohin_api_health 0"));
}

TEST_CASE("the process tells its memory, threads and start", "[metrics]") {
  std::string out;
  write_process_metrics(out);
  for (const auto* name :
       {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds",
        "process_open_fds", "process_max_fds", "process_threads"}) {
    CHECK(out.find("\n" + std::string(name) + " ") != std::string::npos);
  }
}

}  // namespace
}  // namespace shohin
