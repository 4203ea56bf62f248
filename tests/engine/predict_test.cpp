// Proves that the predictor's layout answers as a plain walk of the ensemble does, bit for bit.
#include "model/predict.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "data/random.h"
#include "made_ensemble.h"
#include "missing.h"
#include "model/predict_threads.h"

using shohin::Link;
using shohin::Random;
using shohin::SplitTest;
using shohin::TreeEnsemble;
using shohin::TreePredictor;
using shohin::TreeWalk;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// The definition of ensemble.h, one branch at a time.
const float* leaf_of(const TreeEnsemble& e, std::uint32_t tree, const float* row) {
  std::uint32_t node = e.roots[tree];
  while (e.feature[node] != TreeEnsemble::kLeaf) {
    const float value = row[e.feature[node]];
    bool is_true =
        e.test[node] == SplitTest::kEquals ? value == e.threshold[node] : value <= e.threshold[node];
    if (std::isnan(value)) is_true = e.missing_is_true[node] != 0;
    node = is_true ? node + 1 : e.false_child[node];
  }
  return &e.leaf_values[std::size_t{e.false_child[node]} * e.leaf_width()];
}

// The order of tree_predictor.h: every other tree of a chunk adds to the other of two sums.
std::vector<float> walk(const TreeEnsemble& e, const float* row) {
  std::vector<float> sums = e.base_values;
  sums.resize(e.output_count(), 0.0F);
  for (const shohin::TreeLayout::Chunk& chunk : shohin::lay_out_trees(e, false).chunks) {
    std::vector<float> odd(e.output_count(), 0.0F);
    for (std::uint32_t tree = 0; tree < chunk.count; ++tree) {
      const float* values = leaf_of(e, chunk.first + tree, row);
      if (!e.tree_output.empty()) {
        sums[e.tree_output[chunk.first + tree]] += values[0];
        continue;
      }
      std::vector<float>& part = tree % 2 == 0 ? sums : odd;
      for (std::uint32_t v = 0; v < e.leaf_width(); ++v) part[v] += values[v];
    }
    for (std::uint32_t v = 0; v < e.output_count(); ++v) sums[v] += odd[v];
  }
  return sums;
}

// Values off any grid, so that another order of the sum shows.
void add_random_leaf(TreeEnsemble& e, Random& random) {
  shohin::add_branch(e, TreeEnsemble::kLeaf, SplitTest::kAtMost, 0, false, e.leaf_count());
  for (std::uint32_t v = 0; v < e.leaf_width(); ++v)
    e.leaf_values.push_back((static_cast<float>(random.below(2'000'001)) - 1e6F) / 3e6F);
}

struct Shape {
  std::uint32_t trees = 1, features = 1, depth = 1;
  std::uint32_t leaf_in = 8;  // one node in so many ends a branch early
};

void grow(TreeEnsemble& e, Random& random, const Shape& shape, std::uint32_t depth) {
  if (depth == 0 || random.below(shape.leaf_in) == 0) return add_random_leaf(e, random);
  const std::uint32_t node = e.node_count();
  const bool equals = random.below(3) == 0;
  const auto threshold = static_cast<float>(random.below(6)) - (equals ? 1.0F : 0.5F);
  shohin::add_branch(e, random.below(shape.features), equals ? SplitTest::kEquals : SplitTest::kAtMost,
                     threshold, random.below(2) == 0, 0);
  grow(e, random, shape, depth - 1);
  e.false_child[node] = e.node_count();
  grow(e, random, shape, depth - 1);
}

void grow_trees(TreeEnsemble& e, Random& random, const Shape& shape) {
  for (std::uint32_t tree = 0; tree < shape.trees; ++tree) {
    e.roots.push_back(e.node_count());
    grow(e, random, shape, shape.depth);
  }
}

TreeEnsemble random_ensemble(Random& random, const Shape& shape) {
  TreeEnsemble e;
  e.class_count = 2 + random.below(9);
  grow_trees(e, random, shape);
  return e;
}

// One value a leaf, sums that start at base values.
TreeEnsemble random_boosting(Random& random, const Shape& shape, Link link) {
  TreeEnsemble e;
  e.class_count = link == Link::kLogistic ? 2 : 2 + random.below(9);
  e.link = link;
  for (std::uint32_t tree = 0; tree < shape.trees; ++tree) e.tree_output.push_back(tree % e.output_count());
  for (std::uint32_t output = 0; output < e.output_count(); ++output)
    e.base_values.push_back(static_cast<float>(random.below(100)) / 7);
  grow_trees(e, random, shape);
  return e;
}

// Numbers, what is missing, infinities and both zeros.
std::vector<float> random_rows(Random& random, std::size_t values) {
  std::vector<float> rows(values);
  for (float& value : rows) {
    const std::uint32_t kind = random.below(20);
    value = kind < 4 ? kMissing : static_cast<float>(random.below(6));
    if (kind == 4) value = random.below(2) == 0 ? kInfinity : -kInfinity;
    if (kind == 5) value = -0.0F;
  }
  return rows;
}

// Every walk that this processor knows, each row alone and all of them as one batch.
void check_same(const TreeEnsemble& e, Random& random, std::uint32_t features, std::uint32_t row_count) {
  const std::vector<float> rows = random_rows(random, std::size_t{features} * row_count);
  std::vector<float> expected;
  for (std::uint32_t row = 0; row < row_count; ++row) {
    const auto one = walk(e, &rows[std::size_t{row} * features]);
    expected.insert(expected.end(), one.begin(), one.end());
  }
  for (const TreeWalk way : shohin::possible_walks(shohin::lay_out_trees(e, true))) {
    CAPTURE(static_cast<int>(way), e.tree_count(), e.node_count(), features, row_count);
    const TreePredictor predictor(e, way);
    std::vector<float> batch(expected.size(), -1.0F), singles(expected.size(), -1.0F);
    predictor.predict(rows, features, batch);
    CHECK(batch == expected);
    for (std::uint32_t row = 0; row < row_count; ++row)
      predictor.predict(std::span(rows).subspan(std::size_t{row} * features, features), features,
                        std::span(singles).subspan(std::size_t{row} * e.output_count(), e.output_count()));
    CHECK(singles == expected);
  }
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
    const Shape shape = {.trees = 1 + random.below(150),
                         .features = 1 + random.below(i % 3 == 0 ? 2 : 30),
                         .depth = random.below(9),
                         .leaf_in = 3 + random.below(20)};
    check_same(random_ensemble(random, shape), random, shape.features, 1 + random.below(150));
  }
}

TEST_CASE("boosted trees of one value a leaf answer as a plain walk does", "[model][predict]") {
  Random random(12);
  for (std::uint32_t i = 0; i < 30; ++i) {
    const Shape shape = {
        .trees = 1 + random.below(300), .features = 1 + random.below(7), .depth = 1 + random.below(6)};
    check_same(random_boosting(random, shape, i % 2 == 0 ? Link::kSoftmax : Link::kLogistic), random,
               shape.features, 70);
  }
}

TEST_CASE("deep and shallow trees side by side answer as a plain walk does", "[model][predict]") {
  Random random(13);
  for (std::uint32_t i = 0; i < 10; ++i)
    check_same(random_ensemble(random, {.trees = 70, .features = 4, .depth = 40, .leaf_in = 2}), random, 4,
               20);
}

TEST_CASE("a tree of more than 65,535 nodes answers as a plain walk does", "[model][predict]") {
  Random random(5);
  TreeEnsemble e = random_ensemble(random, {.trees = 1, .features = 3, .depth = 20});
  while (e.node_count() < 70'000) e = random_ensemble(random, {.trees = 1, .features = 3, .depth = 20});
  check_same(e, random, 3, 20);
}

TEST_CASE("trees of more nodes than a chunk holds answer as a plain walk does", "[model][predict]") {
  Random random(7);
  const TreeEnsemble e = random_ensemble(random, {.trees = 40, .features = 5, .depth = 13, .leaf_in = 40});
  REQUIRE(shohin::lay_out_trees(e, true).chunks.size() > 1);
  check_same(e, random, 5, 70);
}

TEST_CASE("more questions than the small buffer holds are answered too", "[model][predict]") {
  Random random(6);
  const TreeEnsemble e = random_ensemble(random, {.trees = 200, .features = 900, .depth = 7});
  REQUIRE(shohin::lay_out_trees(e, true).slots.size() > 4096);
  check_same(e, random, 900, 5);
}

TEST_CASE("rows of up to 32 slots are walked in blocks, of more they are not", "[model][predict]") {
  Random random(14);
  for (const std::uint32_t features : {1U, 8U, 9U, 16U, 17U, 32U, 33U}) {
    TreeEnsemble e;
    e.class_count = 3;
    e.roots = {0};
    for (std::uint32_t f = 0; f < features; ++f) {  // a tree that asks about one number after another
      const auto threshold = static_cast<float>(random.below(6));
      shohin::add_branch(e, f, SplitTest::kAtMost, threshold, false, 2 * f + 2);
      add_random_leaf(e, random);
    }
    add_random_leaf(e, random);
    const shohin::TreeLayout layout = shohin::lay_out_trees(e, true);
    REQUIRE(layout.slots.size() == features);
    CHECK(layout.blocks.blocks.empty() == (features > 32));
    check_same(e, random, features, 60);
  }
}

TEST_CASE("a walk in blocks needs no more than 32,766 thresholds of a number", "[model][predict]") {
  for (const std::uint32_t thresholds : {32'766U, 32'767U}) {
    TreeEnsemble e;
    e.class_count = 2;
    Random random(15);
    for (std::uint32_t t = 0; t < thresholds; ++t) {
      e.roots.push_back(e.node_count());
      shohin::add_branch(e, 0, SplitTest::kAtMost, static_cast<float>(t) / 7, false, e.node_count() + 2);
      add_random_leaf(e, random);
      add_random_leaf(e, random);
    }
    CHECK(shohin::lay_out_trees(e, true).blocks.blocks.empty() == (thresholds > 32'766));
    check_same(e, random, 1, 12);
  }
}

TEST_CASE("leaves alone need no slots", "[model][predict]") {
  Random random(8);
  check_same(random_ensemble(random, {.trees = 20, .features = 2, .depth = 0}), random, 2, 3);
}

TEST_CASE("the walk that is chosen is a possible one", "[model][predict]") {
  Random random(9);
  for (const std::uint32_t features : {2U, 6U, 40U}) {
    const TreeEnsemble e = random_ensemble(random, {.trees = 20, .features = features, .depth = 5});
    const shohin::TreeLayout layout = shohin::lay_out_trees(e, true);
    const std::vector<TreeWalk> possible = shohin::possible_walks(layout);
    CHECK(possible[0] == TreeWalk::kPlain);
    CHECK(std::count(possible.begin(), possible.end(), shohin::fastest_walk(layout)) == 1);
  }
}

TEST_CASE("any number of threads gives the same bits, also through a pipeline", "[model][predict]") {
  Random random(10);
  const std::size_t row_count = 3001;
  shohin::Model model;
  for (const char* name : {"a", "b", "c"}) model.contract.features.push_back({.name = name});
  TreeEnsemble e = random_boosting(random, {.trees = 40, .features = 5, .depth = 5}, Link::kSoftmax);
  for (std::uint32_t c = 0; c < e.class_count; ++c)
    model.contract.classes.push_back({.name = std::to_string(c), .label = {}});
  model.predictor = e;
  model.exponent = 0.75F;
  model.pipeline.numbers = {{.feature = 0, .offset = 1, .scale = 2, .fill = 3},
                            {.feature = 1, .fill = kMissing}};
  model.pipeline.categories = {{.feature = 2, .category = 1}, {.feature = 2, .category = 2}, {.feature = 0}};
  const shohin::Predictor predictor(model);
  const std::vector<float> rows = random_rows(random, row_count * 3);
  std::vector<float> alone(row_count * e.class_count);
  for (std::size_t row = 0; row < row_count; ++row)
    predictor.predict(std::span(rows).subspan(row * 3, 3),
                      std::span(alone).subspan(row * e.class_count, e.class_count));
  for (const std::uint32_t threads : {0U, 1U, 2U, 8U, 100U}) {
    std::vector<float> together(alone.size(), -1.0F);
    shohin::predict_with_threads(predictor, rows, together, threads);
    CHECK(together == alone);
  }
  shohin::predict_with_threads(predictor, {}, {}, 4);
}

TEST_CASE("the best class is the lowest among equals", "[model][predict]") {
  CHECK(shohin::best_class(std::vector<float>{0.25F, 0.375F, 0.375F}) == 1);
  CHECK(shohin::best_class(std::vector<float>{0.5F, 0.5F}) == 0);
}
