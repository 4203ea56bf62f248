// Proves the rules of logged models: status, metrics by data set, search and deletion.
#include <catch_amalgamated.hpp>

#include "tracking/tracking_json.h"
#include "tracking_fixture.h"

using namespace shohin;

TEST_CASE_METHOD(TrackingFixture, "a model begins pending and knows its folder",
                 "[tracking][logged-models]") {
  const auto model = tracking.logged_models.create({"0", "mine", "kind", "", {{"p", "1"}}, {{"t", "v"}}});
  REQUIRE(model);
  CHECK(model->model_id.starts_with("m-"));
  CHECK(model->status == ModelStatus::kPending);
  CHECK(model->artifact_uri == "mlflow-artifacts:/0/models/" + model->model_id + "/artifacts");
  CHECK(tracking.logged_models.set_status(model->model_id, ModelStatus::kReady)->status ==
        ModelStatus::kReady);
  CHECK_FALSE(tracking.logged_models.create({"0", "", "", "", {}, {}})->name.empty());
  CHECK(code_of(tracking.logged_models.create({"0", "a/b", "", "", {}, {}})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.logged_models.create({"99", "a", "", "", {}, {}})) ==
        ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(TrackingFixture, "a model is made with each param and tag once",
                 "[tracking][logged-models]") {
  const auto create = [&](std::vector<KeyValue> params, std::vector<KeyValue> tags) {
    return code_of(tracking.logged_models.create({"0", "m", "", "", std::move(params), std::move(tags)}));
  };
  CHECK(create({{"p", "1"}, {"p", "2"}}, {}) == ErrorCode::kInvalidParameterValue);
  CHECK(create({{"p", "1"}, {"p", "1"}}, {}) == ErrorCode::kInvalidParameterValue);
  CHECK(create({}, {{"t", "1"}, {"t", "2"}}) == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(create({{"p", "1"}, {"q", "1"}}, {{"p", "1"}}));
}

TEST_CASE_METHOD(TrackingFixture, "a status that nobody knows is read as none", "[tracking][logged-models]") {
  const auto model = tracking.logged_models.create({"0", "mine", "", "", {}, {}})->model_id;
  const auto number = GENERATE(std::int64_t{-1}, 0, 4, 255, 256, INT64_MAX, INT64_MIN);
  REQUIRE(store->write([&](Database& database) -> Outcome<void> {
    Statement(database, "UPDATE logged_models SET status=?").bind(number).run();
    return {};
  }));
  const auto kept = tracking.logged_models.get(model);
  REQUIRE(kept);
  CHECK(kept->status == ModelStatus::kUnspecified);
  CHECK(logged_model_json(*kept).find("\"LOGGED_MODEL_STATUS_UNSPECIFIED\"") != std::string::npos);
  LoggedModelQuery query;
  query.experiment_ids = {"0"};
  query.filter = "status = 'LOGGED_MODEL_STATUS_UNSPECIFIED'";
  CHECK(tracking.logged_models.search(query)->items.size() == 1);
}

TEST_CASE_METHOD(TrackingFixture, "a metric of a run may belong to a model and a data set",
                 "[tracking][logged-models]") {
  const auto model = tracking.logged_models.create({"0", "mine", "", "", {}, {}})->model_id;
  const auto run = new_run();
  Metric metric{"accuracy", 0.75, 1, 0};
  metric.model_id = model;
  metric.dataset_name = "test";
  metric.dataset_digest = "abc";
  REQUIRE(tracking.runs.log(run, {{metric}, {}, {}}));
  const auto kept = tracking.logged_models.get(model)->metrics;
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().run_id == run);
  const auto count = [&](const std::string& filter, std::vector<DatasetFilter> datasets) {
    LoggedModelQuery query;
    query.experiment_ids = {"0"};
    query.filter = filter;
    query.datasets = std::move(datasets);
    return tracking.logged_models.search(query)->items.size();
  };
  CHECK(count("metrics.accuracy > 0.7", {}) == 1);
  CHECK(count("metrics.accuracy > 0.7", {{"test", "abc"}}) == 1);
  CHECK(count("metrics.accuracy > 0.7", {{"test", {}}}) == 1);
  CHECK(count("metrics.accuracy > 0.7", {{"train", {}}}) == 0);
  CHECK(count("name = 'mine' and status = 'LOGGED_MODEL_PENDING'", {}) == 1);
  metric.model_id = "m-nobody";
  CHECK(code_of(tracking.runs.log(run, {{metric}, {}, {}})) == ErrorCode::kBadRequest);
}

TEST_CASE_METHOD(TrackingFixture, "a deleted model is gone for readers, twice is fine",
                 "[tracking][logged-models]") {
  const auto model = tracking.logged_models.create({"0", "mine", "", "", {}, {}})->model_id;
  REQUIRE(tracking.logged_models.set_tags(model, {{"k", "v"}}));
  REQUIRE(tracking.logged_models.delete_tag(model, "k"));
  CHECK(code_of(tracking.logged_models.delete_tag(model, "k")) == ErrorCode::kResourceDoesNotExist);
  REQUIRE(tracking.logged_models.log_params(model, {{"p", "1"}}));
  CHECK(code_of(tracking.logged_models.log_params(model, {{"p", "1"}})) == ErrorCode::kBadRequest);
  REQUIRE(tracking.logged_models.remove(model));
  REQUIRE(tracking.logged_models.remove(model));
  CHECK(code_of(tracking.logged_models.get(model)) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(tracking.logged_models.remove("m-nobody")) == ErrorCode::kResourceDoesNotExist);
  CHECK(tracking.logged_models.search({})->items.empty());
}
