// Proves that training gives these very bits: the same digests on every compiler and target that runs this
// test, natively and in WebAssembly. A change of the digests is a change of what the same seed trains.
#include <catch_amalgamated.hpp>

#include "learn/train.h"
#include "made_table.h"
#include "model/onnx.h"

namespace {

std::string digest(std::uint32_t classes, const shohin::LearnerConfig& config) {
  const auto model = shohin::train_model(shohin::made_table(500, classes), config, 42, 1);
  REQUIRE(model);
  return shohin::model_digest(*model);
}

}  // namespace

TEST_CASE("the made table gives the golden digests of boosting and regression", "[learn][golden]") {
  shohin::LearnerConfig boosting = shohin::default_config(shohin::Learner::kGradientBoosting);
  boosting.n_estimators = 20;
  CHECK(digest(2, boosting) == "559ddac17f9bdb735e16b468a76f5ed84a8dfb15e698ffe70bfea42f80e6527f");
  boosting.subsample = boosting.colsample_bytree = 0.7;
  CHECK(digest(4, boosting) == "43cae4bc8bb748bea8bc7555e99bfe9e1c1f0c62dd58ae681154db8a0cd3dde4");
  const shohin::LearnerConfig regression = shohin::default_config(shohin::Learner::kSoftmaxRegression);
  CHECK(digest(2, regression) == "716608f452adee118fcff5c54d71c025e152dc059850ff416d3635a0d6e8eda6");
  CHECK(digest(4, regression) == "b2c8b182c8abab79ff6b9dd254f60f7cdb817630ea1add2d3cc65d0e269c9746");
}

TEST_CASE("the made table gives the golden digests", "[learn][golden]") {
  CHECK(digest(2, {.n_estimators = 20}) ==
        "46cb691bf77892a3452801f47c8feafda64bbb2ba779d196de98ad43c1ba528f");
  CHECK(digest(4, {.n_estimators = 20, .max_depth = 16, .min_samples_leaf = 2}) ==
        "12cf8c9daefe29ec3d268419f59eafcfe325a2b3993096119fbb2b17f6290e09");
  CHECK(digest(3, {.n_estimators = 3, .max_features = "all", .bootstrap = false}) ==
        "273e64d6ba58c475122ddc84ad38a8a31b00cb8510630fcbd8467fe7ebc46272");
}
