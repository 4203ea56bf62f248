// Proves that extra trees learn, draw their thresholds over the whole range, handle what is missing and
// categories, and give these very bits on every target.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <set>

#include "evaluate/metrics.h"
#include "learn/train.h"
#include "made_table.h"
#include "model/check_trees.h"
#include "model/onnx.h"

using shohin::Learner;
using shohin::LearnerConfig;
using shohin::made_table;
using shohin::Model;

namespace {

LearnerConfig extra(std::uint32_t trees) {
  LearnerConfig config = shohin::default_config(Learner::kExtraTrees);
  config.n_estimators = trees;
  return config;
}

Model trained_extra_trees(const shohin::Table& table, const LearnerConfig& config,
                          std::uint32_t threads = 1) {
  auto model = shohin::train_model(table, config, 42, threads);
  REQUIRE(model);
  return std::move(*model);
}

}  // namespace

TEST_CASE("extra trees learn the made table", "[learn][extra]") {
  const Model model = trained_extra_trees(made_table(1'500, 4), extra(60));
  CHECK(shohin::evaluate(model, made_table(1'500, 4, 2)).accuracy > 0.75);
  CHECK_FALSE(shohin::tree_fault(*model.trees(), 5));
}

TEST_CASE("extra trees draw their thresholds between the lowest and the highest value", "[learn][extra]") {
  shohin::Table table;
  table.contract = shohin::made_contract(2);
  table.contract.features = {{.name = "x", .min = 0, .max = 200}};
  table.columns = {{10, 20, 90, 110}};
  table.labels = {0, 0, 1, 1};
  LearnerConfig config = extra(200);
  config.max_depth = 1;
  const Model model = trained_extra_trees(table, config);
  std::set<float> thresholds;
  std::uint32_t in_wide_gap = 0, branches = 0;
  for (std::uint32_t node = 0; node < model.trees()->node_count(); ++node) {
    if (model.trees()->feature[node] == shohin::TreeEnsemble::kLeaf) continue;
    const float threshold = model.trees()->threshold[node];
    thresholds.insert(threshold);
    ++branches;
    in_wide_gap += threshold >= 20 && threshold < 90 ? 1 : 0;
    CHECK((threshold >= 10 && threshold < 110));
  }
  REQUIRE(branches == 200);
  CHECK(thresholds.size() > 10);
  CHECK(in_wide_gap > 110);  // 70 of the 100 between the ends: 140 of 200
  CHECK(in_wide_gap < 170);
}

TEST_CASE("extra trees part what is missing from the only value", "[learn][extra]") {
  shohin::Table table;
  table.contract = shohin::made_contract(2);
  table.contract.features = {{.name = "x", .min = 0, .max = 9, .required = false}};
  const float missing = std::numeric_limits<float>::quiet_NaN();
  table.columns = {{5, missing, 5, missing}};
  table.labels = {0, 1, 0, 1};
  CHECK(shohin::evaluate(trained_extra_trees(table, extra(5)), table).accuracy == 1);
}

TEST_CASE("extra trees give the same bits for any number of threads, and the golden ones",
          "[learn][golden]") {
  const auto digest = [](std::uint32_t classes, std::uint32_t threads) {
    return shohin::model_digest(trained_extra_trees(made_table(500, classes), extra(20), threads));
  };
  CHECK(digest(3, 1) == digest(3, 3));
  CHECK(digest(2, 1) == "2716f857e5bca16ede0a83f335ff625c3b850bebb8b041360f7db1969c207efa");
  CHECK(digest(4, 1) == "3b13ca07b328b6df244ef5221cc83ada2c8a04c3ca2cd5feeb7e975682809f26");
}
