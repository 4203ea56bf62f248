// Proves the rules of experiments: names, locations, deletion and tags.
#include <catch_amalgamated.hpp>

#include "tracking_fixture.h"

using namespace shohin;

TEST_CASE_METHOD(TrackingFixture, "a new experiment has its own folder and is found again",
                 "[tracking][experiments]") {
  const auto id = tracking.experiments.create({"mine", {}, {{"k", "v"}}});
  REQUIRE(id);
  const auto found = tracking.experiments.get(std::to_string(*id));
  REQUIRE(found);
  CHECK(found->artifact_location == "mlflow-artifacts:/" + std::to_string(*id));
  CHECK(found->creation_time == now);
  CHECK(found->tags.size() == 1);
  CHECK(tracking.experiments.get_by_name("mine")->id == *id);
  CHECK(tracking.experiments.get("0")->name == "Default");
}

TEST_CASE_METHOD(TrackingFixture, "a name is taken also by a deleted experiment", "[tracking][experiments]") {
  const auto id = std::to_string(tracking.experiments.create({"mine", {}, {}}).value());
  REQUIRE(tracking.experiments.remove(id));
  CHECK(code_of(tracking.experiments.create({"mine", {}, {}})) == ErrorCode::kResourceAlreadyExists);
  const auto other = std::to_string(tracking.experiments.create({"other", {}, {}}).value());
  CHECK(code_of(tracking.experiments.rename(other, "mine")) == ErrorCode::kBadRequest);
  CHECK(tracking.experiments.rename(other, "other"));
}

TEST_CASE_METHOD(TrackingFixture, "a location outside of the server is refused", "[tracking][experiments]") {
  const auto location = GENERATE("/tmp/x", "file:///tmp", "s3://bucket", "mlflow-artifacts:/../x",
                                 "mlflow-artifacts:/a/%2e%2e/b", "mlflow-artifacts://host/x",
                                 "mlflow-artifacts:/0/mine", "mlflow-artifacts:/x?y=..", "http://127.0.0.1/");
  CHECK(code_of(tracking.experiments.create({"mine", location, {}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.get_by_name("mine")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(TrackingFixture, "deletion takes the runs along and restoring brings all back",
                 "[tracking][experiments]") {
  const auto id = std::to_string(tracking.experiments.create({"mine", {}, {}}).value());
  const auto run = new_run(id);
  REQUIRE(tracking.experiments.remove(id));
  CHECK(code_of(tracking.experiments.remove(id)) == ErrorCode::kResourceDoesNotExist);
  CHECK(tracking.runs.get(run)->info.is_deleted);
  CHECK(code_of(tracking.runs.create({id, "", "", {}, {}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.set_tag(id, {"k", "v"})) == ErrorCode::kInvalidParameterValue);
  REQUIRE(tracking.experiments.restore(id));
  CHECK(code_of(tracking.experiments.restore(id)) == ErrorCode::kResourceDoesNotExist);
  CHECK_FALSE(tracking.runs.get(run)->info.is_deleted);
}

TEST_CASE_METHOD(TrackingFixture, "bad ids, names and tags are refused", "[tracking][experiments]") {
  CHECK(code_of(tracking.experiments.get("abc")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.get("99")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(tracking.experiments.create({"", {}, {}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.create({"a/%2e%2e/b", {}, {}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.create({std::string(501, 'x'), {}, {}})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.set_tag("0", {"a//b", "x"})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.set_tag("0", {"a", std::string(20'001, 'x')})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.experiments.delete_tag("0", "nope")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(TrackingFixture, "a search compares experiment_id with numbers only",
                 "[tracking][experiments]") {
  ExperimentSearch search;
  search.max_results = 5;
  search.filter = GENERATE("experiment_id = 'abc'", "experiment_id != 'x'", "experiment_id IN ('0', 'abc')",
                           "experiment_id = ''", "name = 'Default' AND experiment_id NOT IN ('1.5')");
  CHECK(code_of(tracking.experiments.search(search)) == ErrorCode::kInvalidParameterValue);
  search.filter = "experiment_id IN ('0', '7')";
  search.order_by = {"name", "name DESC"};
  CHECK(tracking.experiments.search(search)->items.size() == 1);
}
