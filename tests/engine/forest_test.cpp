// Proves that training finds what is there, keeps its settings, gives the same bits for any number of threads
// and any cut into ranges, and refuses bytes that are no plan or part.
#include "learn/train.h"

#include <catch_amalgamated.hpp>
#include <cmath>

#include "digest/sha256.h"
#include "evaluate/metrics.h"
#include "made_table.h"
#include "missing.h"
#include "model/check_trees.h"
#include "model/onnx.h"

using shohin::Bytes;
using shohin::FaultCode;
using shohin::LearnerConfig;
using shohin::made_table;
using shohin::Model;
using shohin::Table;
using shohin::TreeEnsemble;

namespace {

Model trained(const Table& table, const LearnerConfig& config, std::uint64_t seed = 42,
              std::uint32_t threads = 1) {
  auto model = shohin::train_model(table, config, seed, threads);
  REQUIRE(model);
  return std::move(*model);
}

std::string digest_of(const Model& model) { return shohin::sha256_hex(shohin::write_onnx(model)); }

std::uint32_t deepest(const TreeEnsemble& e) {
  std::uint32_t depth = 0;
  for (std::uint32_t tree = 0; tree < e.tree_count(); ++tree)
    depth = std::max(
        depth,
        shohin::tree_depth(e, e.roots[tree], tree + 1 < e.tree_count() ? e.roots[tree + 1] : e.node_count()));
  return depth;
}

// One numeric or categorical column, each value with its label.
Table one_column(const shohin::Feature& feature, const std::vector<float>& values,
                 const std::vector<std::uint32_t>& labels) {
  Table table;
  table.contract = shohin::made_contract(2);
  table.contract.features = {feature};
  table.columns = {values};
  table.labels = labels;
  return table;
}

const LearnerConfig kOneTree = {.n_estimators = 1, .max_features = "all", .bootstrap = false};

}  // namespace

TEST_CASE("a forest learns the made table", "[learn][forest]") {
  const Table table = made_table(1'500, 4), fresh = made_table(1'500, 4, 2);
  const Model model = trained(table, {.n_estimators = 60});
  CHECK(shohin::evaluate(model, table).accuracy > 0.9);
  CHECK(shohin::evaluate(model, fresh).accuracy > 0.75);
  CHECK_FALSE(shohin::tree_fault(*model.trees(), 5));
}

TEST_CASE("a forest of stumps on one clear threshold answers everything right", "[learn][forest]") {
  const Table table = one_column({.name = "x", .min = 0, .max = 9}, {1, 2, 3, 5, 6, 7}, {0, 0, 0, 1, 1, 1});
  const Model model = trained(table, kOneTree);
  REQUIRE(model.trees()->node_count() == 3);
  CHECK(model.trees()->threshold[0] == 4.0F);
  CHECK(model.trees()->hits == std::vector<float>{6, 3, 3});
  CHECK(model.trees()->missing_is_true[0] == 0);
  CHECK(model.trees()->leaf_values == std::vector<float>{1, 0, 0, 1});
}

TEST_CASE("what is missing goes where it fits", "[learn][forest]") {
  const shohin::Feature x = {.name = "x", .min = 0, .max = 9, .required = false};
  SECTION("to the true side with the low values") {
    const Model m = trained(one_column(x, {1, kMissing, 2, kMissing, 7, 8}, {0, 0, 0, 0, 1, 1}), kOneTree);
    REQUIRE(m.trees()->node_count() == 3);
    CHECK(m.trees()->missing_is_true[0] == 1);
  }
  SECTION("to the false side with the high values") {
    const Model m = trained(one_column(x, {1, kMissing, 2, kMissing, 7, 8}, {0, 1, 0, 1, 1, 1}), kOneTree);
    REQUIRE(m.trees()->node_count() == 3);
    CHECK(m.trees()->missing_is_true[0] == 0);
  }
  SECTION("alone, apart from every value") {
    const Model m = trained(one_column(x, {1, kMissing, 2, kMissing, 7, 8}, {0, 1, 0, 1, 0, 0}), kOneTree);
    REQUIRE(m.trees()->node_count() == 3);
    CHECK(m.trees()->threshold[0] == std::numeric_limits<float>::max());
    CHECK(m.trees()->missing_is_true[0] == 0);
  }
  SECTION("with the larger side when none was missing") {
    const Model m = trained(one_column(x, {1, 2, 3, 4, 7, 8}, {0, 0, 0, 0, 1, 1}), kOneTree);
    CHECK(m.trees()->missing_is_true[0] == 1);
  }
}

TEST_CASE("a category is set against the rest", "[learn][forest]") {
  const shohin::Feature shape = shohin::made_contract(2).features[3];
  SECTION("one category") {
    const Model m = trained(one_column(shape, {0, 1, 2, 3, 2, 0}, {0, 0, 1, 0, 1, 0}), kOneTree);
    REQUIRE(m.trees()->node_count() == 3);
    CHECK(m.trees()->test[0] == shohin::SplitTest::kEquals);
    CHECK(m.trees()->threshold[0] == 2.0F);
  }
  SECTION("with what is missing") {
    const Model m = trained(one_column(shape, {0, 1, 2, kMissing, 2, 0}, {0, 0, 1, 1, 1, 0}), kOneTree);
    REQUIRE(m.trees()->node_count() == 3);
    CHECK(m.trees()->threshold[0] == 2.0F);
    CHECK(m.trees()->missing_is_true[0] == 1);
  }
  SECTION("what is missing against all categories") {
    const Model m =
        trained(one_column(shape, {0, 1, 2, kMissing, 2, kMissing}, {0, 0, 0, 1, 0, 1}), kOneTree);
    REQUIRE(m.trees()->node_count() == 3);
    CHECK(m.trees()->threshold[0] == shohin::kNoCategory);
    CHECK(m.trees()->missing_is_true[0] == 1);
  }
}

TEST_CASE("limits of depth and size are kept", "[learn][forest]") {
  const Table table = made_table(800, 3);
  CHECK(deepest(*trained(table, {.n_estimators = 8, .max_depth = 3}).trees()) == 3);
  const auto smallest_leaf = [](const TreeEnsemble& e) {
    float least = 1e9F;
    for (std::uint32_t node = 0; node < e.node_count(); ++node)
      if (e.feature[node] == TreeEnsemble::kLeaf) least = std::min(least, e.hits[node]);
    return least;
  };
  const Model coarse = trained(table, {.n_estimators = 8, .min_samples_leaf = 20});
  CHECK(smallest_leaf(*coarse.trees()) >= 20);
  // Without the bootstrap a row is drawn once, so that hits are rows.
  const Model split = trained(table, {.n_estimators = 8, .min_samples_split = 100, .bootstrap = false});
  for (std::uint32_t node = 0; node < split.trees()->node_count(); ++node)
    if (split.trees()->feature[node] != TreeEnsemble::kLeaf) CHECK(split.trees()->hits[node] >= 100);
  CHECK(split.trees()->hits[0] == 800);
}

TEST_CASE("1, 2 and 8 threads give the same file", "[learn][forest]") {
  const Table table = made_table(600, 3);
  const LearnerConfig config = {.n_estimators = 30};
  const std::string one = digest_of(trained(table, config, 42, 1));
  CHECK(digest_of(trained(table, config, 42, 2)) == one);
  CHECK(digest_of(trained(table, config, 42, 8)) == one);
  CHECK(digest_of(trained(table, config, 43, 1)) != one);
}

TEST_CASE("any cut into ranges, in any order, gives the same model", "[learn][forest]") {
  const Table table = made_table(300, 2);
  const LearnerConfig config = {.n_estimators = 10};
  const Bytes plan = shohin::plan_training(table, config, 42).value();
  const std::vector<Bytes> parts = {shohin::train_range(plan, 7, 3).value(),
                                    shohin::train_range(plan, 0, 1).value(),
                                    shohin::train_range(plan, 1, 6).value()};
  CHECK(digest_of(shohin::merge(plan, parts).value()) == digest_of(trained(table, config)));
}

TEST_CASE("progress counts every tree, and can stop", "[learn][forest]") {
  const Table table = made_table(100, 2);
  std::uint32_t seen = 0;
  const auto count = [&seen](std::uint32_t done) { return done == ++seen; };
  CHECK(shohin::train_model(table, {.n_estimators = 25}, 1, 3, count));
  CHECK(seen == 25);
  const auto stopped =
      shohin::train_model(table, {.n_estimators = 25}, 1, 1, [](std::uint32_t done) { return done < 6; });
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().first().code == FaultCode::kTruncated);
}

TEST_CASE("tables that cannot be learned from are refused", "[learn][forest]") {
  Table table = made_table(20, 2);
  FaultCode expected{};
  SECTION("no labels") {
    table.labels.clear();
    expected = FaultCode::kTooFewRows;
  }
  SECTION("no rows") {
    for (auto& column : table.columns) column.clear();
    table.labels.clear();
    expected = FaultCode::kTooFewRows;
  }
  SECTION("a category that does not exist") {
    table.columns[3][2] = 4;
    expected = FaultCode::kUnknownCategory;
  }
  SECTION("an infinity") {
    table.columns[0][2] = std::numeric_limits<float>::infinity();
    expected = FaultCode::kNotFinite;
  }
  SECTION("a class that does not exist") {
    table.labels[3] = 2;
    expected = FaultCode::kUnknownClass;
  }
  const auto plan = shohin::plan_training(table, {}, 1);
  REQUIRE_FALSE(plan);
  CHECK(plan.error().first().code == expected);
}

TEST_CASE("settings out of range make no plan", "[learn][forest]") {
  const auto plan = shohin::plan_training(made_table(20, 2), {.n_estimators = 0}, 1);
  REQUIRE_FALSE(plan);
  CHECK(plan.error().first().code == FaultCode::kOutOfRange);
}

TEST_CASE("trees that the plan does not have are out of range", "[learn][forest]") {
  const Bytes plan = shohin::plan_training(made_table(50, 2), {.n_estimators = 5}, 1).value();
  for (const auto& [first, count] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{
           {0, 0}, {0, 6}, {5, 1}, {0xFFFFFFFFU, 2}, {1, 0xFFFFFFFFU}}) {
    const auto part = shohin::train_range(plan, first, count);
    REQUIRE_FALSE(part);
    CHECK(part.error().first().code == FaultCode::kOutOfRange);
  }
  const std::vector<Bytes> gap = {shohin::train_range(plan, 0, 2).value(),
                                  shohin::train_range(plan, 3, 2).value()};
  const std::vector<Bytes> twice = {shohin::train_range(plan, 0, 3).value(),
                                    shohin::train_range(plan, 2, 3).value()};
  const std::vector<Bytes> few = {shohin::train_range(plan, 0, 4).value()};
  for (const auto& parts : {gap, twice, few}) {
    const auto model = shohin::merge(plan, parts);
    REQUIRE_FALSE(model);
    CHECK(model.error().first().code == FaultCode::kOutOfRange);
  }
}

TEST_CASE("bytes that are no plan or part are refused", "[learn][forest]") {
  const Bytes plan = shohin::plan_training(made_table(40, 3), {.n_estimators = 3}, 1).value();
  const Bytes part = shohin::train_range(plan, 0, 3).value();
  for (std::size_t size = 0; size < plan.size(); size += 7) {
    const auto short_plan = shohin::train_range(std::span(plan).first(size), 0, 1);
    REQUIRE_FALSE(short_plan);
    CHECK(short_plan.error().first().code == FaultCode::kTruncated);
  }
  for (std::size_t size = 0; size < part.size(); size += 7) {
    const std::vector<Bytes> cut = {Bytes(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size))};
    const auto model = shohin::merge(plan, cut);
    REQUIRE_FALSE(model);
    CHECK(model.error().first().code == FaultCode::kTruncated);
  }
  Bytes other = plan;
  other[5] = '?';
  CHECK(shohin::train_range(other, 0, 1).error().first().code == FaultCode::kBadSyntax);
  Bytes longer = plan;
  longer.push_back(0);
  CHECK(shohin::train_range(longer, 0, 1).error().first().code == FaultCode::kBadSyntax);
}

TEST_CASE("changed bytes of a plan are refused or trained on safely", "[learn][forest]") {
  const Bytes plan = shohin::plan_training(made_table(30, 3), {.n_estimators = 2, .max_depth = 4}, 1).value();
  shohin::Random random(4);
  for (int i = 0; i < 3'000; ++i) {
    Bytes changed = plan;
    // The number of trees may change too; a range of two is then still quick.
    changed[random.below(static_cast<std::uint32_t>(changed.size()))] =
        static_cast<std::uint8_t>(random.below(256));
    const auto part = shohin::train_range(changed, 0, 2);
    if (!part) continue;
    const std::vector<Bytes> parts = {*part};
    const auto model = shohin::merge(changed, parts);
    if (model) CHECK_FALSE(shohin::tree_fault(*model->trees(), 5));
  }
}

TEST_CASE("settings are read by name and refused by name", "[learn][config]") {
  const auto config = shohin::read_config(shohin::Learner::kRandomForest,
                                          shohin::JsonObject{{"max_depth", 4}, {"bootstrap", false}});
  REQUIRE(config);
  CHECK(config->max_depth == 4);
  CHECK_FALSE(config->bootstrap);
  CHECK(config->n_estimators == 100);
  const auto again = shohin::read_config(shohin::Learner::kRandomForest, shohin::config_json(*config));
  REQUIRE(again);
  CHECK(shohin::write_json(shohin::config_json(*again)) == shohin::write_json(shohin::config_json(*config)));

  const auto code = [](const shohin::Json& json) {
    const auto read = shohin::read_config(shohin::Learner::kRandomForest, json);
    REQUIRE_FALSE(read);
    return read.error().first().code;
  };
  using shohin::JsonObject;
  CHECK(code(JsonObject{{"depth", 4}}) == FaultCode::kUnknownField);
  CHECK(code(JsonObject{{"max_depth", "4"}}) == FaultCode::kWrongType);
  CHECK(code(JsonObject{{"bootstrap", 1}}) == FaultCode::kWrongType);
  CHECK(code(JsonObject{{"max_features", 2}}) == FaultCode::kWrongType);
  CHECK(code(JsonObject{{"max_features", "third"}}) == FaultCode::kUnknownCategory);
  CHECK(code(JsonObject{{"n_estimators", 2.5}}) == FaultCode::kNotAnInteger);
  CHECK(code(JsonObject{{"n_estimators", 10'001}}) == FaultCode::kOutOfRange);
  CHECK(code(JsonObject{{"min_samples_split", 1}}) == FaultCode::kOutOfRange);
  CHECK(code(shohin::Json("4")) == FaultCode::kWrongType);
}
