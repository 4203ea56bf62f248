// Proves that a run is trained again in the background, once at a time, across restarts, and what is said of
// it.
#include "verification/verifications.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <chrono>
#include <thread>

#include "call_route.h"
#include "data_fixture.h"
#include "store/run_rows.h"
#include "tracking/names.h"
#include "tracking/runs.h"
#include "verification/verification_routes.h"
#include "wire/training.h"

using namespace shohin;

namespace {

struct VerificationFixture : DataFixture {
  std::string digest = put_example("iris");

  static TrainingOutcome train() {
    const auto table = read_csv(read_example("iris.csv"), contract_of("iris")).value();
    TrainingRequest request;
    request.config.n_estimators = 5;
    const auto split =
        split_rows(table.labels, {.test_share = request.test_share, .seed = request.seed}).value();
    auto model = train_model(take_rows(table, split.train), request.config, request.seed, 1).value();
    return finish_training(std::move(model), table, split, request);
  }

  // A run that logged these bytes as its model.
  std::string log_file(const std::vector<std::uint8_t>& bytes) {
    const auto run = new_run();
    const auto read = [&](const Artifacts::Take& take) { return take(bytes); };
    REQUIRE(tracking.artifacts.put("0/" + run + "/artifacts/model/model.onnx", 10'000'000, read));
    return run;
  }
  // One whose record says something else than what trained it; null takes a member away.
  std::string log_changed(const JsonObject& changes) {
    auto model = train().model;
    JsonObject record;
    for (const auto& [name, value] : model.record.as_object()) {
      const Json now_said = Json(changes).has(name) ? Json(changes)[name] : value;
      if (!now_said.is_null()) record.emplace_back(name, now_said);
    }
    model.record = record;
    return log_file(write_onnx(model));
  }
  // One that takes longer to train than any test waits.
  std::string log_endless() {
    return log_changed({{"data_digest", put_example("bonsai")},
                        {"config", parse_json(R"({"n_estimators": 10000, "max_depth": 30})").value()}});
  }

  std::optional<std::string> tag_of(const std::string& run_id) {
    return store
        ->read([&](Database& database) -> Outcome<std::optional<std::string>> {
          return find_run_tag(database, require_run(database, run_id).value(), kVerifiedTag);
        })
        .value();
  }
};

Verification wait_for(Verifications& verifications, const std::string& run, VerificationState state) {
  auto found = verifications.get(run).value();
  for (int i = 0; i < 1000 && found.record.state != state; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    found = verifications.get(run).value();
  }
  CHECK(static_cast<int>(found.record.state) == static_cast<int>(state));
  return found;
}

}  // namespace

TEST_CASE_METHOD(VerificationFixture, "a run whose model comes out again is tagged", "[verification]") {
  const auto trained = train();
  const auto run = log_file(trained.file);
  Verifications verifications(*store, data_sets, [this] { return now; });
  CHECK(code_of(verifications.get(run)) == ErrorCode::kResourceDoesNotExist);
  const auto started = verifications.start(run, "vera");
  REQUIRE(started);
  CHECK(started->record.user == "vera");
  const auto ended = wait_for(verifications, run, VerificationState::kVerified);
  const auto report = parse_json(ended.record.report).value();
  CHECK(report["model_digest"].as_string() == trained.model_digest);
  CHECK(report["found_model_digest"].as_string() == trained.model_digest);
  CHECK(report["differences"].as_array().empty());
  CHECK(tag_of(run) == "true");
  CHECK(ended.record.end_time == now);
  CHECK(verifications.cancel(run)->record.state == VerificationState::kVerified);
}

TEST_CASE_METHOD(VerificationFixture, "a run whose model comes out otherwise says where", "[verification]") {
  const auto run = log_changed({{"seed", 7}});
  Verifications verifications(*store, data_sets);
  REQUIRE(verifications.start(run, "vera"));
  const auto ended = wait_for(verifications, run, VerificationState::kDifferent);
  const auto report = parse_json(ended.record.report).value();
  CHECK(report["same"].as_bool() == false);
  CHECK(report["differences"].as_array()[0]["what"].as_string() == "model_digest");
  CHECK(tag_of(run) == "false");
}

TEST_CASE_METHOD(VerificationFixture, "what is lacking is named before anything is queued",
                 "[verification]") {
  Verifications verifications(*store, data_sets);
  const auto field_of = [&](const std::string& run) {
    const auto refused = verifications.start(run, "vera");
    REQUIRE(code_of(refused) == ErrorCode::kInvalidParameterValue);
    return refused.error().faults.empty() ? "" : refused.error().faults.first().field;
  };
  CHECK(field_of(log_changed({{"seed", Json()}})) == "seed");
  CHECK(field_of(log_changed({{"config", Json()}})) == "config");
  CHECK(field_of(log_changed({{"data_digest", Json()}})) == "data_digest");
  CHECK(field_of(log_changed({{"data_digest", std::string(64, '0')}})) == "data_digest");
  CHECK(field_of(log_file({1, 2, 3})) != "seed");
  CHECK(field_of(new_run()).empty());
  CHECK(code_of(verifications.start("nobody", "vera")) == ErrorCode::kResourceDoesNotExist);
  const auto run = log_file(train().file);
  REQUIRE(tracking.runs.remove(run));
  CHECK(code_of(verifications.start(run, "vera")) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(VerificationFixture, "one runs, the others wait, and each can be cancelled",
                 "[verification]") {
  const auto first = log_endless(), second = log_endless(), third = log_file(train().file);
  Verifications verifications(*store, data_sets);
  REQUIRE(verifications.start(first, "vera"));
  REQUIRE(verifications.start(second, "vera"));
  REQUIRE(verifications.start(third, "vera"));
  wait_for(verifications, first, VerificationState::kRunning);
  const auto again = verifications.start(first, "other");
  CHECK(again->record.user == "vera");
  CHECK(verifications.get(second)->record.state == VerificationState::kQueued);
  CHECK(verifications.cancel(second)->record.state == VerificationState::kCancelled);
  CHECK(verifications.cancel(first)->record.state == VerificationState::kCancelled);
  wait_for(verifications, third, VerificationState::kVerified);
  CHECK(verifications.get(first)->record.state == VerificationState::kCancelled);
  CHECK_FALSE(tag_of(first));
}

TEST_CASE_METHOD(VerificationFixture, "progress is told while it runs", "[verification]") {
  const auto run = log_endless();
  Verifications verifications(*store, data_sets);
  REQUIRE(verifications.start(run, "vera"));
  auto found = verifications.get(run).value();
  for (int i = 0; i < 1000 && found.steps_done == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    found = verifications.get(run).value();
  }
  CHECK(found.steps_done > 0);
  CHECK(found.steps_total == 10000);
  REQUIRE(verifications.cancel(run));
}

TEST_CASE_METHOD(VerificationFixture, "what a stopped process was at is begun again", "[verification]") {
  const auto run = log_file(train().file), other = log_endless();
  {
    Verifications verifications(*store, data_sets);
    REQUIRE(verifications.start(other, "vera"));
    wait_for(verifications, other, VerificationState::kRunning);
    REQUIRE(verifications.start(run, "vera"));
  }
  Verifications restarted(*store, data_sets);
  wait_for(restarted, other, VerificationState::kRunning);
  CHECK(restarted.get(run)->record.state == VerificationState::kQueued);
  REQUIRE(restarted.cancel(other));
  wait_for(restarted, run, VerificationState::kVerified);
}

TEST_CASE_METHOD(VerificationFixture, "no more wait than the server is ready to do", "[verification]") {
  const auto first = log_endless(), last = log_endless();
  Verifications verifications(*store, data_sets);
  REQUIRE(verifications.start(first, "vera"));
  wait_for(verifications, first, VerificationState::kRunning);
  REQUIRE(store->write([&](Database& database) -> Outcome<void> {
    for (std::int64_t i = 0; i < Verifications::kMostQueued; ++i) {
      RunInfo run;
      run.run_id = "waiting " + std::to_string(i);
      run.key = insert_run(database, run);
      enqueue_verification(database, run, "vera", now);
    }
    return {};
  }));
  const auto full = verifications.start(last, "vera");
  REQUIRE(code_of(full) == ErrorCode::kTooManyRequests);
  CHECK(full.error().retry_after_seconds.value_or(0) >= 1);
}

TEST_CASE_METHOD(VerificationFixture, "the routes start, tell and cancel", "[verification][routes]") {
  const auto run = log_file(train().file);
  Verifications verifications(*store, data_sets);
  const auto routes = verification_routes(verifications);
  const auto path = "/api/shohin/v1/runs/" + run + "/verification";
  CHECK(call_route(routes, {.path = path}).status == 404);
  CHECK(call_route(routes, {Method::kDelete, path}).status == 404);
  const auto strict = call_route(routes, {Method::kPost, path, R"({"threads": 4})"});
  CHECK(strict.status == 400);
  CHECK(strict.body.find("\"field\":\"threads\"") != std::string::npos);
  CHECK(call_route(routes, {Method::kPost, path, ""}).status == 202);
  wait_for(verifications, run, VerificationState::kVerified);
  const auto told = parse_json(call_route(routes, {.path = path}).body).value();
  CHECK(told["state"].as_string() == "verified");
  CHECK(told["report"]["same"].as_bool());
  CHECK(told["steps_total"].as_number() > 0);
  CHECK(told["steps_done"].as_number() == told["steps_total"].as_number());
  CHECK(call_route(routes, {Method::kDelete, path}).status == 200);
  CHECK(call_route(routes, {Method::kPost, "/api/shohin/v1/runs/nobody/verification", ""}).status == 404);
}
