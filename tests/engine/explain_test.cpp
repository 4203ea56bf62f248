// Proves that explanations are the Shapley values that their definition gives, for every kind of model, and
// that they add up to the score.
#include "explain/explainer.h"

#include <bit>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "data/random.h"
#include "explain/explanation_json.h"
#include "explain/importance.h"
#include "explain/partial_dependence.h"
#include "made_ensemble.h"
#include "made_table.h"
#include "missing.h"
#include "model/predict.h"

using shohin::Explainer;
using shohin::FaultCode;
using shohin::Link;
using shohin::Model;
using shohin::Random;
using shohin::SplitTest;
using shohin::TreeEnsemble;
using shohin::TreeShap;

namespace {

struct Shape {
  std::uint32_t features = 5, depth = 5, trees = 3;
  bool one_value_a_leaf = false;  // boosting
};

void add_random_leaf(TreeEnsemble& e, Random& random) {
  const std::uint32_t leaf = e.leaf_count();
  shohin::add_branch(e, TreeEnsemble::kLeaf, SplitTest::kAtMost, 0, false, leaf);
  for (std::uint32_t i = 0; i < e.leaf_width(); ++i)
    e.leaf_values.push_back(static_cast<float>(random.unit() * 2 - 1));
}

// Some nodes send every training row one way, so that shares of 0 and 1 come up.
void grow(TreeEnsemble& e, Random& random, const Shape& shape, std::uint32_t depth, std::uint32_t hits) {
  const std::uint32_t node = e.node_count();
  if (depth == 0 || hits < 2 || random.below(6) == 0) {
    add_random_leaf(e, random);
    e.hits[node] = static_cast<float>(hits);
    return;
  }
  const bool equals = random.below(3) == 0;
  shohin::add_branch(e, random.below(shape.features), equals ? SplitTest::kEquals : SplitTest::kAtMost,
                     static_cast<float>(random.below(4)) - (equals ? 0.0F : 0.5F), random.below(2) == 0, 0);
  e.hits[node] = static_cast<float>(hits);
  const std::uint32_t trues = random.below(8) == 0 ? hits : 1 + random.below(hits - 1);
  grow(e, random, shape, depth - 1, trues);
  e.false_child[node] = e.node_count();
  grow(e, random, shape, depth - 1, hits - trues);
}

TreeEnsemble random_ensemble(Random& random, const Shape& shape) {
  TreeEnsemble e;
  e.class_count = 3;
  if (shape.one_value_a_leaf) {
    e.link = Link::kSoftmax;
    e.base_values = {0.5F, -0.25F, 0};
  }
  for (std::uint32_t tree = 0; tree < shape.trees; ++tree) {
    if (shape.one_value_a_leaf) e.tree_output.push_back(tree % e.class_count);
    e.roots.push_back(e.node_count());
    grow(e, random, shape, shape.depth, 40);
  }
  return e;
}

// The sums that are expected when the features of `known` (bits) are known: the definition, branch by branch.
void expect(const TreeEnsemble& e, std::uint32_t tree, std::uint32_t node, const float* row,
            std::uint32_t known, double share, std::vector<double>& sums) {
  const std::uint32_t feature = e.feature[node];
  if (feature == TreeEnsemble::kLeaf) {
    for (std::uint32_t i = 0; i < e.leaf_width(); ++i)
      sums[e.tree_output.empty() ? i : e.tree_output[tree]] +=
          share * e.leaf_values[std::size_t{e.false_child[node]} * e.leaf_width() + i];
    return;
  }
  const std::uint32_t children[] = {node + 1, e.false_child[node]};
  const float value = row[feature];
  bool passes = e.test[node] == SplitTest::kEquals ? value == e.threshold[node] : value <= e.threshold[node];
  if (std::isnan(value)) passes = e.missing_is_true[node] != 0;
  if ((known >> feature & 1U) != 0) return expect(e, tree, children[passes ? 0 : 1], row, known, share, sums);
  for (const std::uint32_t child : children)
    expect(e, tree, child, row, known, share * e.hits[child] / e.hits[node], sums);
}

std::vector<double> expected_sums(const TreeEnsemble& e, const float* row, std::uint32_t known) {
  std::vector<double> sums(e.output_count(), 0);
  for (std::size_t o = 0; o < e.base_values.size(); ++o) sums[o] = e.base_values[o];
  for (std::uint32_t tree = 0; tree < e.tree_count(); ++tree)
    expect(e, tree, e.roots[tree], row, known, 1, sums);
  return sums;
}

double factorial(std::uint32_t n) { return n < 2 ? 1 : n * factorial(n - 1); }

// Shapley's sum over all sets of the other features: [feature][output].
std::vector<double> brute_force(const TreeEnsemble& e, const float* row, std::uint32_t features) {
  std::vector<double> out(std::size_t{features} * e.output_count(), 0);
  for (std::uint32_t feature = 0; feature < features; ++feature)
    for (std::uint32_t known = 0; known < 1U << features; ++known) {
      if ((known >> feature & 1U) != 0) continue;
      const auto size = static_cast<std::uint32_t>(std::popcount(known));
      const double weight = factorial(size) * factorial(features - size - 1) / factorial(features);
      const auto with = expected_sums(e, row, known | 1U << feature), without = expected_sums(e, row, known);
      for (std::uint32_t o = 0; o < e.output_count(); ++o)
        out[std::size_t{feature} * e.output_count() + o] += weight * (with[o] - without[o]);
    }
  return out;
}

void check_row(const TreeEnsemble& e, const TreeShap& shap, const std::vector<float>& row) {
  const auto features = static_cast<std::uint32_t>(row.size());
  const auto expected = brute_force(e, row.data(), features);
  std::vector<double> contributions(expected.size(), 9), sums(e.output_count(), 9);
  shap.explain(row, contributions, sums);
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(contributions[i] == Catch::Approx(expected[i]).margin(1e-12));
  const auto whole = expected_sums(e, row.data(), (1U << features) - 1),
             none = expected_sums(e, row.data(), 0);
  for (std::uint32_t o = 0; o < e.output_count(); ++o) {
    CHECK(sums[o] == Catch::Approx(whole[o]).margin(1e-12));
    CHECK(shap.base()[o] == Catch::Approx(none[o]).margin(1e-12));
  }
}

void check_ensembles(const Shape& shape, std::uint64_t seed) {
  Random random(seed);
  for (int round = 0; round < 12; ++round) {
    const TreeEnsemble e = random_ensemble(random, shape);
    const auto shap = TreeShap::make(e, shape.features);
    REQUIRE(shap);
    for (int i = 0; i < 4; ++i) {
      std::vector<float> row(shape.features);
      for (float& value : row) value = random.below(5) == 0 ? kMissing : static_cast<float>(random.below(4));
      check_row(e, *shap, row);
    }
  }
}

// A scaler and a category before a regression over two classes.
Model regression() {
  Model model;
  model.contract = shohin::made_contract(2);
  model.pipeline.numbers = {{.feature = 0, .offset = 1, .scale = 0.5F, .fill = 1},
                            {.feature = 1, .offset = 2, .scale = 2, .fill = 2}};
  model.pipeline.categories = {{.feature = 3, .category = 0}, {.feature = 3, .category = 2}};
  model.predictor = shohin::LinearModel{.class_count = 2,
                                        .input_count = 4,
                                        .weights = {1, -2, 0.5F, 0.25F, 0, 3, -1, 2},
                                        .intercepts = {0.1F, -0.2F}};
  return model;
}

Model forest_of(const TreeEnsemble& e) {
  Model model;
  model.contract = shohin::made_contract(e.output_count() == 1 ? 2 : e.class_count);
  model.predictor = e;
  return model;
}

}  // namespace

TEST_CASE("contributions of forests are the Shapley values of their definition", "[explain]") {
  check_ensembles({}, 3);
  check_ensembles({.features = 2, .depth = 8}, 4);  // paths that ask again and again
  check_ensembles({.features = 8, .depth = 7, .trees = 2}, 5);
}

TEST_CASE("contributions of boosted trees are the Shapley values of their definition", "[explain]") {
  check_ensembles({.trees = 6, .one_value_a_leaf = true}, 6);
}

TEST_CASE("a way as deep as trees may be is explained exactly", "[explain]") {
  constexpr std::uint32_t kDepth = 64;
  TreeEnsemble e;
  e.class_count = 2;
  e.roots = {0};
  // A chain: node k asks feature k, and its true child is a leaf but for the last.
  for (std::uint32_t k = 0; k < kDepth; ++k) {
    shohin::add_branch(e, k, SplitTest::kAtMost, 0.5F, false, e.node_count() + 2);
    e.hits.back() = static_cast<float>(kDepth + 1 - k);
    e.feature.push_back(TreeEnsemble::kLeaf);
    e.test.push_back(SplitTest::kAtMost);
    e.threshold.push_back(0);
    e.missing_is_true.push_back(0);
    e.false_child.push_back(k);
    e.hits.push_back(1);
    e.leaf_values.insert(e.leaf_values.end(), {static_cast<float>(k % 2), static_cast<float>((k + 1) % 2)});
  }
  e.feature.push_back(TreeEnsemble::kLeaf);
  e.test.push_back(SplitTest::kAtMost);
  e.threshold.push_back(0);
  e.missing_is_true.push_back(0);
  e.false_child.push_back(kDepth);
  e.hits.push_back(1);
  e.leaf_values.insert(e.leaf_values.end(), {1, 0});
  const auto shap = TreeShap::make(e, kDepth);
  REQUIRE(shap);
  const std::vector<float> row(kDepth, 1);  // all the way down
  std::vector<double> contributions(kDepth * 2), sums(2);
  shap->explain(row, contributions, sums);
  CHECK(sums[0] == 1);
  for (std::uint32_t o = 0; o < 2; ++o) {
    double total = shap->base()[o];
    for (std::uint32_t i = 0; i < kDepth; ++i) total += contributions[i * 2 + o];
    CHECK(total == Catch::Approx(sums[o]).margin(1e-12));
  }
}

TEST_CASE("trees that do not say what came by are not explained", "[explain]") {
  TreeEnsemble e = shohin::three_trees();  // hits are zeros
  const auto refused = Explainer::make(forest_of(e));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().first().code == FaultCode::kUnsupportedModel);
  CHECK(refused.error().first().field == "nodes_hitrates");
  e.hits = {3, 1, 2, 4, 1, 3, 5};
  CHECK(Explainer::make(forest_of(e)));
  e.hits[1] = 2;  // more below than came by
  CHECK_FALSE(Explainer::make(forest_of(e)));
}

TEST_CASE("two classes with one sum have opposite contributions", "[explain]") {
  Random random(9);
  TreeEnsemble e;
  e.class_count = 2;
  e.link = Link::kLogistic;
  e.base_values = {0.25F};
  e.tree_output = {0};
  e.roots = {0};
  grow(e, random, {}, 4, 30);
  const auto explainer = Explainer::make(forest_of(e));
  REQUIRE(explainer);
  CHECK(explainer->unit() == shohin::ScoreUnit::kLogOdds);
  const std::vector<float> row = {1, 2, kMissing, 0, 3};
  const auto one = explainer->explain(row);
  CHECK(one.score[0] == -one.score[1]);
  CHECK(one.base[0] == -one.base[1]);
  double total = one.base[1];
  for (std::size_t f = 0; f < 5; ++f) {
    CHECK(one.contributions[f] == -one.contributions[5 + f]);
    total += one.contributions[5 + f];
  }
  CHECK(total == Catch::Approx(one.score[1]));
}

TEST_CASE("regression is explained by weight times distance from the mean", "[explain]") {
  const Model model = regression();
  const auto without = Explainer::make(model);
  REQUIRE_FALSE(without);
  CHECK(without.error().first().field == "input_means");
  const std::vector<float> rows = {1, 3, 0, 0, 0, 3, kMissing, 0, 2, 0};
  const auto means = shohin::input_means(model, rows);
  CHECK(means == std::vector<double>{0.5, 1, 0.5, 0.5});
  const auto explainer = Explainer::make(model, means);
  REQUIRE(explainer);
  const auto one = explainer->explain(std::span(rows).first(5));
  CHECK(one.contributions[0] == Catch::Approx(1 * (0 - 0.5)));
  CHECK(one.contributions[1] == Catch::Approx(-2 * (2 - 1)));
  CHECK(one.contributions[2] == 0);                                                  // not in the model
  CHECK(one.contributions[3] == Catch::Approx(0.5 * (1 - 0.5) + 0.25 * (0 - 0.5)));  // both of its inputs
  CHECK(one.score[0] == Catch::Approx(0.1 - 4 + 0.5));
  double total = one.base[0];
  for (std::size_t f = 0; f < 5; ++f) total += one.contributions[f];
  CHECK(total == Catch::Approx(one.score[0]));
}

TEST_CASE("the means that a model file tells are enough", "[explain]") {
  Model model = regression();
  model.calibration = shohin::JsonObject{{"input_means", shohin::JsonArray{0.5, 1, 0.5, 0.5}}};
  CHECK(Explainer::make(model));
  model.calibration = shohin::JsonObject{{"input_means", shohin::JsonArray{0.5}}};
  CHECK_FALSE(Explainer::make(model));
}

TEST_CASE("an explanation as JSON names classes, features and the unit", "[explain]") {
  TreeEnsemble e = shohin::three_trees();
  e.hits = {3, 1, 2, 4, 1, 3, 5};
  Model model = forest_of(e);
  model.exponent = 0.5F;
  const auto explainer = Explainer::make(model).value();
  const std::vector<float> row(5, 1);
  const auto json = shohin::explanation_json(explainer.explain(row), explainer.unit(), model);
  CHECK(json["unit"].as_string() == "probability");
  CHECK(json["before_calibration"].as_bool());
  CHECK(json["contributions"]["kind A"].has("length"));
  CHECK(json["contributions"]["kind A"]["grade"].as_number() == 0);
  CHECK(json["score"]["kind A"].as_number() > json["base"]["kind A"].as_number());
}

TEST_CASE("importance is the mean absolute contribution", "[explain]") {
  TreeEnsemble e = shohin::three_trees();
  e.hits = {3, 1, 2, 4, 1, 3, 5};
  const auto explainer = Explainer::make(forest_of(e)).value();
  const std::vector<float> rows = {1, 4, 0, 0, 0, 9, 1, 0, 0, 0};
  const auto importance = shohin::mean_contributions(explainer, rows, 5, 3);
  const auto first = explainer.explain(std::span(rows).first(5)),
             second = explainer.explain(std::span(rows).last(5));
  for (std::size_t i = 0; i < 15; ++i)
    CHECK(importance.by_class[i] ==
          Catch::Approx((std::abs(first.contributions[i]) + std::abs(second.contributions[i])) / 2));
  CHECK(importance.overall[0] ==
        Catch::Approx(importance.by_class[0] + importance.by_class[5] + importance.by_class[10]));
  CHECK(importance.overall[4] == 0);
}

TEST_CASE("partial dependence is the mean answer with one feature set for all rows", "[explain]") {
  const Model model = forest_of(shohin::three_trees());
  const shohin::Predictor predictor(model);
  const std::vector<float> rows = {1, 4, 0, 0, 0, 9, 1, 0, 0, 0};
  const std::vector<float> values = {2, 3};
  const auto mean = shohin::partial_dependence(predictor, rows, 5, 0, values);
  for (std::size_t v = 0; v < 2; ++v) {
    std::vector<float> changed = rows, p(6);
    changed[0] = changed[5] = values[v];
    predictor.predict(changed, p);
    for (std::size_t c = 0; c < 3; ++c)
      CHECK(mean[v * 3 + c] == Catch::Approx((static_cast<double>(p[c]) + p[3 + c]) / 2));
  }
}

TEST_CASE("the values to try are categories, whole numbers or quantiles", "[explain]") {
  const auto features = shohin::made_contract(2).features;
  const std::vector<float> column = {5, kMissing, 1, 1, 1, 3};
  CHECK(shohin::partial_grid(features[3], column) == std::vector<float>{0, 1, 2, 3});
  CHECK(shohin::partial_grid(features[2], column) == std::vector<float>{0, 1, 2, 3, 4, 5});
  CHECK(shohin::partial_grid(features[0], column) == std::vector<float>{1, 3, 5});
  CHECK(shohin::partial_grid(features[0], column, 2) == std::vector<float>{1, 5});
  CHECK(shohin::partial_grid(features[0], std::vector<float>{kMissing}).empty());
}

TEST_CASE("the points integrate polynomials exactly", "[explain]") {
  for (const std::uint32_t count : {1U, 2U, 3U, 6U, 17U, 32U}) {
    const auto points = shohin::gauss_legendre(count);
    for (std::uint32_t degree = 0; degree < 2 * count; ++degree) {
      double integral = 0;
      for (std::uint32_t q = 0; q < count; ++q) integral += points.weight[q] * std::pow(points.at[q], degree);
      CHECK(integral == Catch::Approx(1.0 / (degree + 1)).epsilon(1e-12));
    }
  }
}
