// Proves what the prediction log keeps, for how long, and that it never makes a request wait.
#include "serving/prediction_log.h"

#include <catch_amalgamated.hpp>
#include <thread>

#include "scoring_fixture.h"
#include "serving/prediction_routes.h"

namespace shohin {
namespace {

using nlohmann::json;

struct LogFixture {
  LogFixture() {
    model = *ServedModels::load({"bonsai", "2", ""}, write_model(folder.path(), train_example("bonsai")));
    options.file = folder.path() / "predictions.db";
    options.min_free_bytes = 0;
    options.write_every = std::chrono::milliseconds(5);
    options.clock = [this] { return now.load(); };
  }

  void predict(PredictionLog& log, std::size_t count = 1) const {
    const float missing = std::numeric_limits<float>::quiet_NaN();
    const auto features = model->predictor.feature_count();
    std::vector<float> rows(count * features, missing);
    for (std::size_t i = 0; i < count; ++i) {
      const std::vector<float> measured = {8, 0.12F, 60, 55};
      std::copy(measured.begin(), measured.end(), rows.begin() + static_cast<std::ptrdiff_t>(i * features));
      rows[i * features + 6] = 1;  // the second root system
    }
    std::vector<float> probabilities(count * model->predictor.class_count());
    model->predictor.predict(rows, probabilities);
    Request request;
    request.request_id = "0123456789abcdef";
    request.started = std::chrono::steady_clock::now();
    log.add({model, rows, probabilities, request});
  }
  static void wait_for(const PredictionLog& log, std::uint64_t rows) {
    for (int i = 0; i < 2000 && log.kept() + log.dropped() < rows; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  TemporaryDirectory folder;
  Served model;
  std::atomic<std::int64_t> now{1'700'000'000'000};
  PredictionLogOptions options;
  std::ostringstream text;
  Log quiet{text, LogLevel::kDebug};
};

TEST_CASE("a prediction is kept without the values that were asked about", "[serving]") {
  LogFixture f;
  {
    PredictionLog log(f.options, f.quiet);
    CHECK(log.newest({})->empty());
    f.predict(log);
  }
  PredictionLog log(f.options, f.quiet);
  const auto rows = log.newest({});
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 1);
  const auto& row = rows->front();
  CHECK(row.time_ms == 1'700'000'000'000);
  CHECK(row.request_id == "0123456789abcdef");
  CHECK(row.model == "bonsai");
  CHECK(row.version == "2");
  CHECK(row.predicted_class == "pine");
  CHECK(row.confidence > 0.5);
  CHECK(row.milliseconds >= 0);
  CHECK_FALSE(row.inputs.has_value());
}

TEST_CASE("values are kept only when that is switched on", "[serving]") {
  LogFixture f;
  f.options.inputs = true;
  {
    PredictionLog log(f.options, f.quiet);
    f.predict(log);
  }
  PredictionLog log(f.options, f.quiet);
  const auto inputs = json::parse(*log.newest({})->front().inputs);
  CHECK(inputs["height"] == 55);
  CHECK(inputs["root_system"].is_string());
  CHECK_FALSE(inputs.contains("age"));
}

TEST_CASE("rows older than the age limit go", "[serving]") {
  LogFixture f;
  f.options.max_age_ms = 1000;
  PredictionLog log(f.options, f.quiet);
  f.predict(log);
  LogFixture::wait_for(log, 1);
  f.now += 5000;
  f.predict(log);
  LogFixture::wait_for(log, 2);
  const auto rows = log.newest({});
  REQUIRE(rows->size() == 1);
  CHECK(rows->front().time_ms == f.now);
}

TEST_CASE("the oldest rows go when the log is as large as it may be", "[serving]") {
  LogFixture f;
  f.options.max_bytes = 64 << 10;
  f.options.singles.rows = 200;
  PredictionLog log(f.options, f.quiet);
  for (std::uint64_t round = 1; round <= 30; ++round) {
    for (int i = 0; i < 100; ++i) f.predict(log);
    ++f.now;
    LogFixture::wait_for(log, round * 100);
  }
  const auto rows = log.newest({.limit = 10'000});
  REQUIRE(rows.has_value());
  CHECK(rows->size() < 1500);
  CHECK(rows->size() > 100);
  CHECK(rows->front().time_ms == f.now - 1);
}

TEST_CASE("what the log cannot take is dropped and counted, never waited for", "[serving]") {
  LogFixture f;
  f.options.singles.rows = 10;
  f.options.batches.rows = 100;
  f.options.write_every = std::chrono::hours(1);
  {
    PredictionLog log(f.options, f.quiet);
    for (int i = 0; i < 25; ++i) f.predict(log);
    CHECK(log.dropped() == 15);
    f.predict(log, 101);
    CHECK(log.dropped() == 116);
  }
  PredictionLog log(f.options, f.quiet);
  CHECK(log.newest({})->size() == 10);
}

TEST_CASE("values that wait are bounded by their bytes", "[serving]") {
  LogFixture f;
  f.options.inputs = true;
  f.options.write_every = std::chrono::hours(1);
  f.options.singles.bytes = 3 * (8 + f.model->predictor.feature_count() * sizeof(float));
  PredictionLog log(f.options, f.quiet);
  for (int i = 0; i < 5; ++i) f.predict(log);
  CHECK(log.dropped() == 2);
}

TEST_CASE("each row of a batch is a row of the log, beside the single ones", "[serving]") {
  LogFixture f;
  f.options.inputs = true;
  f.options.write_every = std::chrono::hours(1);
  {
    PredictionLog log(f.options, f.quiet);
    f.predict(log);
    f.predict(log, 3);
    f.predict(log, 20'000);
    LogFixture::wait_for(log, 20'004);  // a batch does not wait for the hour to pass
    CHECK(log.kept() == 20'004);
  }
  PredictionLog log(f.options, f.quiet);
  const auto rows = log.newest({.limit = 30'000});
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 20'004);
  for (const auto& row : {rows->front(), rows->at(10'000), rows->back()}) {
    CHECK(row.request_id == "0123456789abcdef");
    CHECK(row.predicted_class == "pine");
    CHECK(json::parse(*row.inputs)["height"] == 55);
  }
}

TEST_CASE("a damaged log is set aside and a new one begun", "[serving]") {
  LogFixture f;
  std::ofstream(f.options.file, std::ios::binary) << std::string(8192, 'z');
  PredictionLog log(f.options, f.quiet);
  f.predict(log);
  LogFixture::wait_for(log, 1);
  CHECK(log.dropped() == 1);
  for (int i = 0; i < 400 && !std::filesystem::exists(f.options.file.string() + ".damaged"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  f.predict(log);
  LogFixture::wait_for(log, 2);
  INFO(f.text.str());
  CHECK(log.kept() == 1);
  CHECK(log.newest({})->size() == 1);
}

TEST_CASE("without room on the disk rows are dropped, and the log says so", "[serving]") {
  LogFixture f;
  f.options.min_free_bytes = ~0ULL;
  PredictionLog log(f.options, f.quiet);
  f.predict(log);
  LogFixture::wait_for(log, 1);
  CHECK(log.dropped() == 1);
  CHECK(log.kept() == 0);
  CHECK_FALSE(std::filesystem::exists(f.options.file));
}

Outcome<Identity> staff(const RequestHead& head, std::string_view) {
  return head.header("authorization").empty() ? Identity{} : Identity{"stan", Role::kStaff, false};
}

TEST_CASE("staff read the log by page and by what was answered", "[serving]") {
  LogFixture f;
  PredictionLog log(f.options, f.quiet);
  for (int i = 0; i < 5; ++i) f.predict(log);
  LogFixture::wait_for(log, 5);
  TestServer server(prediction_routes(log), {}, staff);
  const auto get = [&](const std::string& query, const std::string& headers = kToken) {
    return exchange_raw(server.port, "GET /api/shohin/v1/predictions" + query +
                                         " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers +
                                         "\r\n");
  };
  CHECK(status_of_answer(get("", "")) == 401);
  const auto page = json::parse(body_of_answer(get("?max_results=2")));
  REQUIRE(page["predictions"].size() == 2);
  CHECK(page["predictions"][0]["id"] == 5);
  CHECK(page["predictions"][0]["class"] == "pine");
  CHECK(page["next"] == 4);
  const auto rest = json::parse(body_of_answer(get("?before=4&model=bonsai&version=2&class=pine")));
  CHECK(rest["predictions"].size() == 3);
  CHECK_FALSE(rest.contains("next"));
  CHECK(json::parse(body_of_answer(get("?class=ficus")))["predictions"].empty());
  for (const auto* query :
       {"?max_results=0", "?max_results=1001", "?max_results=x", "?before=0", "?before=1.5", "?colour=1"}) {
    const auto raw = get(query);
    INFO(query);
    CHECK(status_of_answer(raw) == 400);
    CHECK(json::parse(body_of_answer(raw)).contains("field"));
  }
}

}  // namespace
}  // namespace shohin
