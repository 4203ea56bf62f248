// Proves that the predictor's layout answers as a plain walk of the ensemble does, bit for bit.
#include "model/predict.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "data/random.h"
#include "made_ensemble.h"

using shohin::Random;
using shohin::SplitTest;
using shohin::TreeEnsemble;
using shohin::TreePredictor;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// The definition of ensemble.h, one branch at a time.
std::vector<float> walk(const TreeEnsemble& e, const float* row) {
  std::vector<float> sums(e.class_count, 0.0F);
  for (std::uint32_t node : e.roots) {
    while (e.feature[node] != TreeEnsemble::kLeaf) {
      const float value = row[e.feature[node]];
      bool is_true =
          e.test[node] == SplitTest::kEquals ? value == e.threshold[node] : value <= e.threshold[node];
      if (std::isnan(value)) is_true = e.missing_is_true[node] != 0;
      node = is_true ? node + 1 : e.false_child[node];
    }
    for (std::uint32_t c = 0; c < e.class_count; ++c)
      sums[c] += e.leaf_values[std::size_t{e.false_child[node]} * e.class_count + c];
  }
  return sums;
}

void grow(TreeEnsemble& e, Random& random, std::uint32_t tree, std::uint32_t trees, std::uint32_t features,
          std::uint32_t depth) {
  if (depth == 0 || random.below(8) == 0)
    return shohin::add_leaf(e, tree, trees, random.below(e.class_count));
  const std::uint32_t node = e.node_count();
  const bool equals = random.below(3) == 0;
  const auto threshold = static_cast<float>(random.below(6)) - (equals ? 1.0F : 0.5F);
  shohin::add_branch(e, random.below(features), equals ? SplitTest::kEquals : SplitTest::kAtMost, threshold,
                     random.below(2) == 0, 0);
  grow(e, random, tree, trees, features, depth - 1);
  e.false_child[node] = e.node_count();
  grow(e, random, tree, trees, features, depth - 1);
}

TreeEnsemble random_ensemble(Random& random, std::uint32_t trees, std::uint32_t features,
                             std::uint32_t depth) {
  TreeEnsemble e;
  e.class_count = 2 + random.below(4);
  for (std::uint32_t tree = 0; tree < trees; ++tree) {
    e.roots.push_back(e.node_count());
    grow(e, random, tree, trees, features, depth);
  }
  return e;
}

void check_same(const TreeEnsemble& e, Random& random, std::uint32_t features, std::uint32_t row_count) {
  std::vector<float> rows(std::size_t{features} * row_count);
  for (float& value : rows) value = random.below(5) == 0 ? kMissing : static_cast<float>(random.below(6));
  std::vector<float> answers(std::size_t{row_count} * e.class_count, -1.0F), expected;
  TreePredictor(e).predict(rows, features, answers);
  for (std::uint32_t row = 0; row < row_count; ++row) {
    const auto one = walk(e, &rows[std::size_t{row} * features]);
    expected.insert(expected.end(), one.begin(), one.end());
  }
  CHECK(answers == expected);
}

}  // namespace

TEST_CASE("numbers, categories and what is missing go their ways", "[model][predict]") {
  const TreeEnsemble e = shohin::three_trees();
  const TreePredictor predictor(e);
  const std::vector<float> rows = {2.5F, 4, 2.6F, 3, kMissing, kMissing};
  std::vector<float> p(9);
  predictor.predict(rows, 2, p);
  const float third = shohin::from_units(shohin::tree_share(0, 3));
  CHECK(p[0] == third);            // at the threshold goes true
  CHECK(p[2] > 0);                 // the category
  CHECK(p[3] > 0);                 // another category
  CHECK(p[4] > 0.6F);              // above the threshold, and the lone leaf
  CHECK((p[6] == 0 && p[8] > 0));  // missing: false, then true
  for (std::size_t row = 0; row < 3; ++row) CHECK(p[row * 3] + p[row * 3 + 1] + p[row * 3 + 2] == 1.0F);
}

TEST_CASE("random ensembles answer as a plain walk does", "[model][predict]") {
  Random random(11);
  for (std::uint32_t i = 0; i < 60; ++i) {
    const std::uint32_t features = 1 + random.below(7);
    const TreeEnsemble e = random_ensemble(random, 1 + random.below(40), features, random.below(9));
    check_same(e, random, features, 50);
  }
}

TEST_CASE("a tree of more than 65,535 nodes answers as a plain walk does", "[model][predict]") {
  Random random(5);
  TreeEnsemble e = random_ensemble(random, 1, 3, 20);
  while (e.node_count() < 70'000) e = random_ensemble(random, 1, 3, 20);
  check_same(e, random, 3, 20);
}

TEST_CASE("more questions than the small buffer holds are answered too", "[model][predict]") {
  Random random(6);
  const TreeEnsemble e = random_ensemble(random, 60, 900, 6);
  check_same(e, random, 900, 5);
}

TEST_CASE("the best class is the lowest among equals", "[model][predict]") {
  CHECK(shohin::best_class(std::vector<float>{0.25F, 0.375F, 0.375F}) == 1);
  CHECK(shohin::best_class(std::vector<float>{0.5F, 0.5F}) == 0);
}
