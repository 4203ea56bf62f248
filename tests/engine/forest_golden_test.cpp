// Proves that training gives these very bits: the same digests on every compiler and target that runs this
// test, natively and in WebAssembly. A change of the digests is a change of what the same seed trains.
#include <catch_amalgamated.hpp>

#include "learn/forest.h"
#include "made_table.h"
#include "model/onnx.h"

namespace {

std::string digest(std::uint32_t classes, const shohin::ForestConfig& config) {
  const auto model = shohin::train_forest(shohin::made_table(500, classes), config, 42, 1);
  REQUIRE(model);
  return shohin::model_digest(*model);
}

}  // namespace

TEST_CASE("the made table gives the golden digests", "[learn][golden]") {
  CHECK(digest(2, {.n_estimators = 20}) ==
        "91b2d8d946490001ea00f95820a53b723162770aa68e33184a68c7c2fd15d961");
  CHECK(digest(4, {.n_estimators = 20, .max_depth = 16, .min_samples_leaf = 2}) ==
        "fa4b6db5ab7a1aea8dd99ad9274348274ee4c88c8544d4b4660d8123f00f2b5f");
  CHECK(digest(3, {.n_estimators = 3, .max_features = "all", .bootstrap = false}) ==
        "7e24a82a26258db6bb6d17f04e1f1ce53a77f8586fde9850513d236695b80041");
}
