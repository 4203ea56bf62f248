// Proves that a model is trained again to the bit from its record, and that what differs is named.
#include "wire/reproduce.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <numeric>

#include "made_table.h"
#include "model/onnx.h"
#include "wire/model_difference.h"

using shohin::FaultCode;
using shohin::Json;
using shohin::JsonObject;
using shohin::Learner;
using shohin::made_table;
using shohin::Model;
using shohin::Reproduction;
using shohin::Split;
using shohin::Table;
using shohin::TrainingRequest;

namespace {

TrainingRequest request_of(Learner learner) {
  TrainingRequest request{.config = shohin::default_config(learner), .seed = 7, .test_share = 0.25};
  request.config.n_estimators = 7;
  request.config.max_depth = 5;
  return request;
}

// What a file holds after a training.
Model logged_model(const Table& table, const TrainingRequest& request, const Split& split) {
  auto model = shohin::train_model(take_rows(table, split.train), request.config, request.seed, 1);
  REQUIRE(model);
  return shohin::read_onnx(shohin::finish_training(std::move(*model), table, split, request).file).value();
}

Model logged_model(const Table& table, Learner learner = Learner::kRandomForest) {
  const TrainingRequest request = request_of(learner);
  return logged_model(
      table, request,
      shohin::split_rows(table.labels, {.test_share = request.test_share, .seed = request.seed}).value());
}

std::vector<std::string> names(const std::vector<shohin::Difference>& differences) {
  std::vector<std::string> out;
  for (const auto& one : differences) out.push_back(one.what);
  return out;
}

// The record with one member changed.
Json with(const Json& record, std::string_view name, Json value) {
  JsonObject out = record.as_object();
  for (auto& [member, old] : out)
    if (member == name) old = value;
  return out;
}

}  // namespace

TEST_CASE("every learner's model is made again from its record", "[wire][reproduce]") {
  const Table table = made_table(240, 3);
  for (const Learner learner : shohin::kLearners) {
    const Model model = logged_model(table, learner);
    for (const std::uint32_t threads : {1U, 2U, 8U}) {
      const auto again = shohin::reproduce(model, table, threads);
      REQUIRE(again);
      CHECK(names(again->differences).empty());
      REQUIRE(again->outcome);
      CHECK(again->outcome->model_digest == model_digest(model));
    }
  }
}

TEST_CASE("a given split is made again when the training rows come first", "[wire][reproduce]") {
  const Table table = made_table(120, 2);
  Split split;
  split.train.resize(100);
  split.test.resize(20);
  std::iota(split.train.begin(), split.train.end(), 0U);
  std::iota(split.test.begin(), split.test.end(), 100U);
  const Model model = logged_model(table, request_of(Learner::kRandomForest), split);
  CHECK(shohin::reproduce(model, table, 1).value().is_same());
  Model broken = model;
  broken.record = with(model.record, "split", JsonObject{{"method", "given"}, {"rows_train", 120}});
  CHECK(shohin::reproduce(broken, table, 1).error().first().field == "record.split.rows_train");
}

TEST_CASE("other data is noticed before anything is trained", "[wire][reproduce]") {
  const Table table = made_table(120, 2);
  const Model model = logged_model(table);
  const auto never = [](std::uint32_t) {
    FAIL("a tree was trained");
    return false;
  };
  Table other = table;
  other.columns[0][3] += 0.1F;
  auto found = shohin::reproduce(model, other, 1, never).value();
  CHECK(names(found.differences) == std::vector<std::string>{"data_digest"});
  CHECK_FALSE(found.outcome);
  other = table;
  other.contract.features[0].max = 11;
  found = shohin::reproduce(model, other, 1, never).value();
  CHECK(names(found.differences) == std::vector<std::string>{"data_digest", "contract"});
  found = shohin::reproduce(model, made_table(121, 2), 1, never).value();
  CHECK(names(found.differences) == std::vector<std::string>{"data_digest", "rows"});
  CHECK(found.differences[1].recorded == "120");
  CHECK(found.differences[1].found == "121");
}

TEST_CASE("a record that lies is found out", "[wire][reproduce]") {
  const Table table = made_table(200, 2);
  const Model model = logged_model(table);
  SECTION("of the seed") {
    Model changed = model;
    changed.record = with(model.record, "seed", 8);
    const auto found = names(shohin::reproduce(changed, table, 1).value().differences);
    REQUIRE(found.size() >= 2);
    CHECK(found[0] == "model_digest");
    CHECK(found[1] == "tree 0");
  }
  SECTION("of the number of trees") {
    Model changed = model;
    JsonObject config = model.record["config"].as_object();
    for (auto& [name, value] : config)
      if (name == "n_estimators") value = 9;
    changed.record = with(model.record, "config", config);
    const auto found = shohin::reproduce(changed, table, 1).value();
    REQUIRE(found.differences.size() >= 2);
    CHECK(found.differences[1].what == "trees");
    CHECK(found.differences[1].recorded == "7");
    CHECK(found.differences[1].found == "9");
  }
  SECTION("of its accuracy") {
    Model changed = model;
    changed.record = with(model.record, "metrics", JsonObject{{"test", JsonObject{{"accuracy", 0.999}}}});
    const auto found = shohin::reproduce(changed, table, 1).value();
    CHECK(names(found.differences) == std::vector<std::string>{"metrics.test.accuracy"});
    CHECK(found.differences[0].recorded == "0.999");
  }
}

TEST_CASE("a model that was changed after training is found out", "[wire][reproduce]") {
  const Table table = made_table(200, 2);
  Model model = logged_model(table);
  auto& trees = std::get<shohin::TreeEnsemble>(model.predictor);
  std::swap(trees.leaf_values[2 * trees.leaf_width()], trees.leaf_values[2 * trees.leaf_width() + 1]);
  const auto found = shohin::reproduce(model, table, 1).value();
  REQUIRE(found.differences.size() >= 2);
  CHECK(found.differences[0].what == "model_digest");
  CHECK(found.differences[1].what == "tree 0");
  const Json json = reproduction_json(found, model);
  CHECK_FALSE(json["same"].as_bool());
  CHECK(json["differences"].as_array()[0]["recorded"].as_string() == model_digest(model));
}

TEST_CASE("models without a usable record are refused by name", "[wire][reproduce]") {
  const Table table = made_table(60, 2);
  Model model = logged_model(table);
  const Json record = model.record;
  const auto refusal = [&] {
    const auto refused = shohin::reproduce(model, table, 1);
    REQUIRE_FALSE(refused);
    return std::string(code_name(refused.error().first().code)) + " " + refused.error().first().field;
  };
  model.record = {};
  CHECK(refusal() == "missing record");
  model.record = JsonObject{{"learner", "random_forest"}};
  CHECK(refusal() == "missing record.config");
  model.record = with(record, "learner", "oracle");
  CHECK(refusal() == "unknown_category learner");
  model.record = with(record, "config", JsonObject{{"max_depth", 0}});
  CHECK(refusal() == "out_of_range max_depth");
}

TEST_CASE("differences of kind, pipeline and exponent are named", "[wire][reproduce]") {
  const Model trees = logged_model(made_table(60, 2));
  Model linear = trees;
  linear.predictor = shohin::LinearModel{2, 1, {1, 2}, {0, 0}};
  linear.pipeline.numbers = {{.feature = 1}};
  linear.exponent = 2;
  CHECK(names(shohin::model_differences(trees, linear)) ==
        std::vector<std::string>{"pipeline", "exponent", "kind"});
  Model other = linear;
  std::get<shohin::LinearModel>(other.predictor) = {2, 1, {1, 3}, {0, 1}};
  CHECK(names(shohin::model_differences(linear, other)) == std::vector<std::string>{"weights", "intercepts"});
  CHECK(shohin::model_differences(linear, linear).empty());
}
