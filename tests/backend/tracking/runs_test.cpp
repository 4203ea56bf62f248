// Proves the rules of runs: what is logged is kept once and whole, or refused and nothing of it is kept.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

#include "mlflow/page_token.h"
#include "tracking/names.h"
#include "tracking/tracking_json.h"
#include "tracking_fixture.h"

using namespace shohin;

namespace {

Metric metric(std::string key, double value, std::int64_t timestamp, std::int64_t step) {
  return {std::move(key), value, timestamp, step};
}

}  // namespace

TEST_CASE_METHOD(TrackingFixture, "a run's name and its tag follow each other", "[tracking][runs]") {
  const auto named = tracking.runs.create({"0", "u", "", 5, {{"mlflow.runName", "by tag"}}});
  REQUIRE(named);
  CHECK(named->info.name == "by tag");
  const auto id = named->info.run_id;
  CHECK(id.size() == 32);
  REQUIRE(tracking.runs.update(id, {RunStatus::kFinished, 9, "updated"}));
  CHECK(tracking.runs.get(id)->tags.front().value == "updated");
  REQUIRE(tracking.runs.log(id, {{}, {}, {{"mlflow.runName", "tagged"}}}));
  CHECK(tracking.runs.get(id)->info.name == "tagged");
  CHECK_FALSE(tracking.runs.create({"0", "", "", {}, {}})->info.name.empty());
  CHECK(code_of(tracking.runs.create({"0", "", "a", {}, {{"mlflow.runName", "b"}}})) ==
        ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "the latest metric has the greatest step, then time, then value",
                 "[tracking][runs]") {
  const auto run = new_run();
  REQUIRE(tracking.runs.log(run, {{metric("m", 1, 50, 3), metric("m", 9, 99, 2), metric("m", 2, 50, 3),
                                   metric("m", 0, 40, 3), metric("m", 2, 50, 3)},
                                  {},
                                  {}}));
  const auto latest = tracking.runs.get(run)->metrics.front();
  CHECK(latest.value == 2);
  CHECK(latest.timestamp == 50);
  const auto history = tracking.runs.history({run, "m", {}, ""});
  REQUIRE(history);
  CHECK(history->items.size() == 4);
  CHECK(history->items.front().timestamp == 40);
}

TEST_CASE_METHOD(TrackingFixture,
                 "a history in pages is the whole history, though points are added meanwhile",
                 "[tracking][runs]") {
  const auto run = new_run();
  constexpr auto kInfinity = std::numeric_limits<double>::infinity();
  std::vector<Metric> points;
  for (const double value : {-kInfinity, -1e-300, 0.0, std::nan(""), 1.0 / 3, kInfinity}) {
    for (const std::int64_t step : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
      points.push_back(metric("m", value, 1000, step));
      points.push_back(metric("m", value, INT64_MAX, step));
    }
  }
  REQUIRE(tracking.runs.log(run, {points, {}, {}}));
  const auto whole = tracking.runs.history({run, "m", {}, ""})->items;
  REQUIRE(whole.size() == points.size());
  const std::int64_t most = GENERATE(1, 2, 7, 35, 36);
  std::vector<Metric> found;
  std::string token;
  do {
    auto page = tracking.runs.history({run, "m", most, token});
    REQUIRE(page);
    REQUIRE(page->items.size() <= static_cast<std::size_t>(most));
    found.insert(found.end(), page->items.begin(), page->items.end());
    token = page->next_page_token;
    const auto early = static_cast<std::int64_t>(found.size());  // sorts before what is read next
    REQUIRE(tracking.runs.log(run, {{metric("m", 0, early, 0)}, {}, {}}));
  } while (!token.empty());
  REQUIRE(found.size() == whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CHECK(found[i].timestamp == whole[i].timestamp);
    CHECK(found[i].step == whole[i].step);
    CHECK((found[i].value == whole[i].value || (std::isnan(found[i].value) && std::isnan(whole[i].value))));
  }
}

TEST_CASE_METHOD(TrackingFixture, "a token that no history gave is refused", "[tracking][runs]") {
  const auto run = new_run();
  for (const char* text :
       {"{\"offset\": 3}", "{\"after\": [1,2,3]}", "{\"after\": [1,2,x,0]}", "{\"after\": [1,2,3,2]}",
        "{\"after\": [1,2,3,0,0]}", "{\"after\": [1,2,3,0]", "{\"after\": ]}", ""}) {
    const auto token = *text == 0 ? std::string("?") : to_base64(text);
    CHECK(code_of(tracking.runs.history({run, "m", 5, token})) == ErrorCode::kInvalidParameterValue);
  }
}

TEST_CASE_METHOD(TrackingFixture, "NaN is kept and infinities become finite", "[tracking][runs]") {
  const auto run = new_run();
  constexpr auto kInfinity = std::numeric_limits<double>::infinity();
  REQUIRE(
      tracking.runs.log(run, {{metric("nan", std::nan(""), 1, 0), metric("inf", -kInfinity, 1, 0)}, {}, {}}));
  const auto metrics = tracking.runs.get(run)->metrics;
  CHECK(metrics[0].value == std::numeric_limits<double>::lowest());
  CHECK(std::isnan(metrics[1].value));
}

TEST_CASE_METHOD(TrackingFixture, "a param is logged once, with one value", "[tracking][runs]") {
  const auto run = new_run();
  REQUIRE(tracking.runs.log(run, {{}, {{"p", "1"}}, {}}));
  REQUIRE(tracking.runs.log(run, {{}, {{"p", "1"}}, {}}));
  const auto changed = tracking.runs.log(run, {{metric("m", 1, 1, 0)}, {{"p", "2"}}, {{"t", "1"}}});
  CHECK(code_of(changed) == ErrorCode::kInvalidParameterValue);
  const auto kept = tracking.runs.get(run);
  CHECK(kept->metrics.empty());
  CHECK(kept->params.front().value == "1");
  REQUIRE(
      tracking.runs.log(run, {{}, {{"long", std::string(7000, 'x')}}, {{"tag", std::string(9000, 'x')}}}));
  CHECK(tracking.runs.get(run)->params.front().value.size() == 6000);
}

TEST_CASE_METHOD(TrackingFixture, "a batch has limits", "[tracking][runs]") {
  const auto run = new_run();
  RunBatch batch;
  batch.params.assign(101, {"p", "1"});
  CHECK(code_of(tracking.runs.log_batch(run, batch)) == ErrorCode::kInvalidParameterValue);
  batch.params = {{"p", "1"}, {"p", "1"}};
  CHECK(code_of(tracking.runs.log_batch(run, batch)) == ErrorCode::kInvalidParameterValue);
  batch.params.clear();
  batch.metrics.assign(1001, metric("m", 1, 1, 0));
  CHECK(code_of(tracking.runs.log_batch(run, batch)) == ErrorCode::kInvalidParameterValue);
  batch.metrics.assign(950, metric("m", 1, 1, 0));
  batch.tags.assign(60, {"t", "1"});
  CHECK(code_of(tracking.runs.log_batch(run, batch)) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "bad keys and times are refused", "[tracking][runs]") {
  const auto run = new_run();
  const std::string key = GENERATE("", "a//b", "/a", "a/", "..", ".", "a/../b", "a$", "a\nb");
  CHECK(code_of(tracking.runs.log(run, {{metric(key, 1, 1, 0)}, {}, {}})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.log(run, {{}, {{key, "1"}}, {}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.log(run, {{}, {}, {{key, "1"}}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.log(run, {{metric("m", 1, -1, 0)}, {}, {}})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(tracking.runs.log(run, {{metric("a/b c:d-e.f_\xc3\xa9", 1, 1, 0)}, {}, {}}));
}

TEST_CASE_METHOD(TrackingFixture, "a deleted run is read but not written", "[tracking][runs]") {
  const auto run = new_run();
  REQUIRE(tracking.runs.remove(run));
  REQUIRE(tracking.runs.remove(run));
  CHECK(tracking.runs.get(run)->info.is_deleted);
  CHECK(code_of(tracking.runs.log(run, {{}, {}, {{"t", "1"}}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.update(run, {})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.log_outputs(run, {{"m-1", 0}})) == ErrorCode::kInvalidParameterValue);
  REQUIRE(tracking.runs.restore(run));
  CHECK(tracking.runs.log(run, {{}, {}, {{"t", "1"}}}));
  CHECK(code_of(tracking.runs.get("nobody")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(tracking.runs.delete_tag(run, "nope")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(TrackingFixture, "the tag that tells of a verification is the server's own",
                 "[tracking][runs]") {
  const auto run = new_run();
  const KeyValue forged{"shohin.verified", "true"};
  const auto refused = tracking.runs.log(run, {{}, {}, {{"t", "1"}, forged}});
  REQUIRE(code_of(refused) == ErrorCode::kInvalidParameterValue);
  CHECK(refused.error().message.find("shohin.verified") != std::string::npos);
  CHECK(code_of(tracking.runs.log_batch(run, {{}, {}, {forged}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.create({"0", "u", "", 5, {forged}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.delete_tag(run, forged.key)) == ErrorCode::kInvalidParameterValue);
  CHECK(tracking.runs.get(run)->tags.size() == 1);  // its name
}

TEST_CASE_METHOD(TrackingFixture, "a data set is one by name and digest, and keeps its first context",
                 "[tracking][runs]") {
  const auto run = new_run();
  const DatasetInput train{{"d", "abc", "local", "{}", {}, {}}, {{"mlflow.data.context", "train"}}};
  auto test = train;
  test.tags.front().value = "test";
  REQUIRE(tracking.runs.log_inputs(run, {train}, {}));
  REQUIRE(tracking.runs.log_inputs(run, {test}, {}));
  const auto datasets = tracking.runs.get(run)->datasets;
  REQUIRE(datasets.size() == 1);
  CHECK(datasets.front().tags.front().value == "train");
  auto bad = train;
  bad.dataset.digest = std::string(37, 'x');
  CHECK(code_of(tracking.runs.log_inputs(run, {bad}, {})) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "a run whose status nobody knows is read as running", "[tracking][runs]") {
  const auto run = new_run();
  const auto number = GENERATE(std::int64_t{-1}, 0, 6, 256, INT64_MAX);
  REQUIRE(store->write([&](Database& database) -> Outcome<void> {
    Statement(database, "UPDATE runs SET status=?").bind(number).run();
    return {};
  }));
  CHECK(tracking.runs.get(run)->info.status == RunStatus::kRunning);
  RunQuery query;
  query.experiment_ids = {"0"};
  CHECK(tracking.runs.search(query)->items.front().info.status == RunStatus::kRunning);
  CHECK(run_status_name(static_cast<RunStatus>(200)) == "RUNNING");
}

TEST_CASE_METHOD(TrackingFixture, "a sampled history has the first and the last point", "[tracking][runs]") {
  const auto run = new_run();
  RunBatch batch;
  for (int step = 0; step < 100; ++step) batch.metrics.push_back(metric("m", step, step, step));
  REQUIRE(tracking.runs.log(run, batch));
  const auto sampled = tracking.runs.sampled_history({{run}, "m", {}, {}, 5});
  REQUIRE(sampled);
  CHECK(sampled->size() == 5);
  CHECK(sampled->front().step == 0);
  CHECK(sampled->back().step == 99);
  CHECK(code_of(tracking.runs.sampled_history({{run}, "m", 1, {}, 5})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.sampled_history({{}, "m", {}, {}, 5})) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "a sampled history takes the first of each equal part and the last of all",
                 "[tracking][runs]") {
  const int points = GENERATE(1, 2, 5, 6, 7, 23, 100), most = GENERATE(1, 2, 3, 5, 6, 99, 2500);
  const auto run = new_run();
  RunBatch batch;
  // Four points to a step: it is points that are sampled, not steps.
  for (int i = 0; i < points; ++i) batch.metrics.push_back(metric("m", i, i, i / 4));
  REQUIRE(tracking.runs.log(run, batch));
  std::vector<double> expected;
  for (int part = 0, begin = 0; part < most && begin < points; ++part) {
    expected.push_back(begin);
    begin += points / most + (part < points % most ? 1 : 0);
  }
  if (expected.back() != points - 1) expected.back() = points - 1;
  std::vector<double> sampled;
  const auto found = tracking.runs.sampled_history({{run}, "m", {}, {}, most});
  REQUIRE(found);
  for (const auto& point : *found) sampled.push_back(point.value);
  CHECK(sampled == expected);
}

TEST_CASE_METHOD(TrackingFixture, "each run of a sampled history is sampled for itself", "[tracking][runs]") {
  const auto lone = new_run(), other = new_run();
  RunBatch many;
  for (int step = 0; step < 100; ++step) many.metrics.push_back(metric("m", step, step, step));
  REQUIRE(tracking.runs.log(lone, many));
  REQUIRE(tracking.runs.log(other, {{metric("m", 0, 0, 13), metric("m", 1, 1, 57)}, {}, {}}));
  const auto alone = tracking.runs.sampled_history({{lone}, "m", {}, {}, 4});
  const auto both = tracking.runs.sampled_history({{lone, "nobody", other}, "m", {}, {}, 4});
  REQUIRE(both);
  REQUIRE(both->size() == alone->size() + 2);
  for (std::size_t i = 0; i < alone->size(); ++i) CHECK((*both)[i].step == (*alone)[i].step);
  CHECK((*both)[4].run_id == other);
  const auto inside = tracking.runs.sampled_history({{lone}, "m", 10, 19, 2});
  REQUIRE(inside->size() == 2);
  CHECK(inside->front().step == 10);
  CHECK(inside->back().step == 19);
}

TEST_CASE_METHOD(TrackingFixture, "a run keeps its name when the tag for it is set to nothing",
                 "[tracking][runs]") {
  const auto run = new_run();
  REQUIRE(tracking.runs.log(run, {{}, {}, {{"mlflow.runName", "named"}}}));
  REQUIRE(tracking.runs.log(run, {{}, {}, {{"mlflow.runName", ""}, {"other", ""}}}));
  const auto kept = tracking.runs.get(run);
  CHECK(kept->info.name == "named");
  REQUIRE(kept->tags.size() == 2);
  CHECK(kept->tags[0].value == "named");
}

TEST_CASE_METHOD(TrackingFixture, "a run is found by its name under every name of that", "[tracking][runs]") {
  const auto run = new_run();
  REQUIRE(tracking.runs.update(run, {{}, {}, "a"}));
  RunQuery query;
  query.experiment_ids = {"0"};
  query.filter = GENERATE("run_name = 'a'", "attributes.`Run Name` = 'a'", "attributes.`Run name` = 'a'",
                          "`run name` = 'a'", "attributes.\"Run Name\" = 'a'");
  const auto found = tracking.runs.search(query);
  REQUIRE(found);
  CHECK(found->items.size() == 1);
}

TEST_CASE_METHOD(TrackingFixture, "a search takes as many experiments and listed values as it says",
                 "[tracking][search]") {
  const auto run = new_run();
  RunQuery query;
  LoggedModelQuery models;
  for (int i = 0; i < 10'000; ++i) query.experiment_ids.push_back(std::to_string(i));
  query.filter = "run_id IN ('" + run + "'";
  for (int i = 1; i < 10'000; ++i) query.filter += ",'" + std::to_string(i) + "'";
  query.filter += ")";
  for (const auto* order : {"metrics.m DESC", "params.p ASC", "start_time"}) {
    query.order_by = {order};
    const auto found = tracking.runs.search(query);
    REQUIRE(found);
    CHECK(found->items.size() == 1);
  }
  models.experiment_ids = query.experiment_ids;
  models.datasets.assign(50, {"d", "abc"});
  models.order_by.assign(100, {"metrics.m", true, "d", "abc"});
  models.filter = "source_run_id" + query.filter.substr(query.filter.find(' '));
  for (int i = 0; i < 99; ++i) models.filter += " AND metrics.m > 1";
  CHECK(tracking.logged_models.search(models));
  query.experiment_ids.push_back("10000");
  models.experiment_ids.push_back("10000");
  CHECK(code_of(tracking.runs.search(query)) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.logged_models.search(models)) == ErrorCode::kInvalidParameterValue);
  models.experiment_ids = {"0"};
  models.datasets.push_back({"d", "abc"});
  CHECK(code_of(tracking.logged_models.search(models)) == ErrorCode::kInvalidParameterValue);
  models.datasets.clear();
  models.order_by.push_back({"name", true, {}, {}});
  CHECK(code_of(tracking.logged_models.search(models)) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE("a key is a normal path that does not begin with two dots", "[tracking][runs]") {
  for (const auto* key : {"...", "..a", "..a/b", "..", ".", "a/..", "/a", "a/", "a//b", "a$"}) {
    INFO(key);
    CHECK(code_of(check_key("tag", key)) == ErrorCode::kInvalidParameterValue);
  }
  for (const auto* key : {"a/..b", "a/...", ".a", "a..b", " a", "a.b/c-d:e_f"}) CHECK(check_key("tag", key));
}

TEST_CASE_METHOD(TrackingFixture, "models logged by older clients are listed in a tag", "[tracking][runs]") {
  const auto run = new_run();
  const std::string model = R"({"artifact_path":"a","flavors":{},"utc_time_created":"x","run_id":"y"})";
  REQUIRE(tracking.runs.log_model_history(run, model));
  REQUIRE(tracking.runs.log_model_history(run, model));
  const auto tags = tracking.runs.get(run)->tags;
  CHECK(tags.front().key == "mlflow.log-model.history");
  CHECK(tags.front().value.starts_with("[{"));
  CHECK(code_of(tracking.runs.log_model_history(run, "{oops")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.log_model_history(run, "{}")) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "histories of many runs come one after the other", "[tracking][runs]") {
  const auto first = new_run(), second = new_run();
  for (const auto& run : {first, second}) {
    REQUIRE(tracking.runs.log(run, {{metric("m", 1, 1, 1), metric("m", 2, 2, 2)}, {}, {}}));
  }
  const auto found = tracking.runs.bulk_history({{second, first, "nobody", first}, "m", 3});
  REQUIRE(found);
  REQUIRE(found->size() == 3);
  CHECK((*found)[0].run_id == std::min(first, second));
  CHECK((*found)[1].step == 2);
  CHECK((*found)[2].run_id == std::max(first, second));
  CHECK(code_of(tracking.runs.bulk_history({{}, "m"})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.runs.bulk_history({{first}, "m", 0})) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "the data sets of an experiment are listed once for each use",
                 "[tracking][experiments]") {
  const auto first = new_run(), second = new_run();
  const Dataset data{"d", "abc", "local", "{}", {}, {}};
  REQUIRE(tracking.runs.log_inputs(first, {{data, {{"mlflow.data.context", "train"}}}}, {}));
  REQUIRE(tracking.runs.log_inputs(second, {{data, {{"mlflow.data.context", "train"}}}}, {}));
  REQUIRE(tracking.runs.log_inputs(new_run(), {{data, {}}}, {}));
  const auto found = tracking.experiments.datasets_of({"0"});
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK_FALSE((*found)[0].context);
  CHECK((*found)[1].context == "train");
  CHECK((*found)[1].digest == "abc");
  CHECK(code_of(tracking.experiments.datasets_of({})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.datasets_of({"x"})) == ErrorCode::kInvalidParameterValue);
}
