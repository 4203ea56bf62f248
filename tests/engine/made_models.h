// Small models of every kind that a model file can hold, made by rule.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "data/random.h"
#include "made_table.h"
#include "model/leaf_share.h"
#include "model/model.h"

namespace shohin {

// Grows the nodes of one tree over the features of made_contract(); `fill_leaf` adds a leaf's values.
template <class FillLeaf>
void grow_made_tree(TreeEnsemble& e, Random& random, std::uint32_t inputs, std::uint32_t depth,
                    const FillLeaf& fill_leaf) {
  const std::uint32_t node = e.node_count();
  const bool leaf = depth == 0 || random.below(6) == 0;
  const std::uint32_t feature = random.below(inputs);
  const bool equals = !leaf && feature == 3;
  e.feature.push_back(leaf ? TreeEnsemble::kLeaf : feature);
  e.test.push_back(equals ? SplitTest::kEquals : SplitTest::kAtMost);
  const float category = static_cast<float>(random.below(5)) - 1;  // -1: only what is missing
  e.threshold.push_back(leaf ? 0 : equals ? category : category + 0.5F);
  e.missing_is_true.push_back(!leaf && (category < 0 || random.below(2) == 0) ? 1 : 0);
  e.false_child.push_back(leaf ? e.leaf_count() : 0);
  e.hits.push_back(static_cast<float>(1 + random.below(90)));
  if (leaf) return fill_leaf();
  grow_made_tree(e, random, inputs, depth - 1, fill_leaf);
  e.false_child[node] = e.node_count();
  grow_made_tree(e, random, inputs, depth - 1, fill_leaf);
}

// A forest as ours: every leaf spreads its tree's share on the grid.
inline TreeEnsemble made_forest(std::uint32_t classes, std::uint32_t trees, std::uint64_t seed) {
  TreeEnsemble e;
  e.class_count = classes;
  Random random(seed);
  for (std::uint32_t tree = 0; tree < trees; ++tree) {
    e.roots.push_back(e.node_count());
    grow_made_tree(e, random, 5, 2, [&] {
      std::uint32_t left = tree_share(tree, trees);
      for (std::uint32_t c = 0; c + 1 < classes; ++c) {
        const std::uint32_t units = random.below(3) == 0 ? 0 : random.below(left + 1);
        e.leaf_values.push_back(from_units(units));
        left -= units;
      }
      e.leaf_values.push_back(from_units(left));
    });
  }
  return e;
}

struct MadeSums {
  std::uint32_t classes = 3, rounds = 3, inputs = 5;
  Link link = Link::kSoftmax;
  bool one_output = true;  // each tree adds to one class
  bool below_zero = true;  // leaves of both signs
  float unit = 0x1p-10F;   // leaves are multiples of it, up to 256
  std::vector<float> base = {};
};

inline TreeEnsemble made_sums(const MadeSums& made, std::uint64_t seed) {
  TreeEnsemble e;
  e.class_count = made.classes;
  e.link = made.link;
  e.base_values = made.base;
  Random random(seed);
  const std::uint32_t outputs = made.one_output ? e.output_count() : 1;
  for (std::uint32_t tree = 0; tree < made.rounds * outputs; ++tree)
    if (made.one_output && outputs > 1) e.tree_output.push_back(tree % outputs);
  for (std::uint32_t tree = 0; tree < made.rounds * outputs; ++tree) {
    e.roots.push_back(e.node_count());
    grow_made_tree(e, random, made.inputs, 2, [&] {
      for (std::uint32_t v = 0; v < e.leaf_width(); ++v)
        e.leaf_values.push_back(made.unit *
                                (static_cast<float>(random.below(257)) - (made.below_zero ? 128.0F : 0.0F)));
    });
  }
  return e;
}

// Every step there is: numbers in another order, filled and scaled, then categories.
inline Pipeline made_pipeline() {
  return {.numbers = {{.feature = 2, .offset = 2.5F, .scale = 0.5F, .fill = 3},
                      {.feature = 0, .offset = 0.25F, .scale = 0.125F},
                      {.feature = 1, .offset = -1, .scale = 0.75F, .fill = 0.5F}},
          .categories = {{.feature = 3, .category = 0}, {.feature = 3, .category = 2}}};
}

inline LinearModel made_linear(std::uint32_t classes, std::uint32_t inputs, std::uint64_t seed) {
  LinearModel linear{.class_count = classes, .input_count = inputs, .weights = {}, .intercepts = {}};
  Random random(seed);
  const auto weight = [&random] { return static_cast<float>(random.unit() * 2 - 1); };
  for (std::uint32_t i = 0; i < classes * inputs; ++i) linear.weights.push_back(weight());
  for (std::uint32_t c = 0; c < classes; ++c) linear.intercepts.push_back(weight());
  return linear;
}

struct NamedModel {
  std::string name;
  Model model;
  bool seed = true;  // one of the ten whose every bit is flipped
};

// Fifteen, with every operator and every attribute that write_onnx knows.
inline std::vector<NamedModel> made_models() {
  constexpr float kKept = std::numeric_limits<float>::quiet_NaN();
  const auto model = [](std::uint32_t classes, auto predictor, Pipeline pipeline = {}, float exponent = 1) {
    Model out{.contract = made_contract(classes), .pipeline = std::move(pipeline)};
    out.predictor = std::move(predictor);
    out.exponent = exponent;
    out.record = JsonObject{{"learner", "made"}, {"seed", 1}};
    return out;
  };
  const auto sums = [](std::uint32_t classes, Link link, MadeSums made, std::uint64_t seed) {
    made.classes = classes;
    made.link = link;
    return made_sums(made, seed);
  };
  std::vector<NamedModel> out;
  const auto add = [&out](std::string name, Model made, bool seed = true) {
    out.push_back({.name = std::move(name), .model = std::move(made), .seed = seed});
  };
  add("forest_2", model(2, made_forest(2, 3, 1)));
  add("forest_3", model(3, made_forest(3, 7, 2)));
  add("forest_calibrated", model(5, made_forest(5, 3, 3), {}, 1.75F));
  add("forest_2_calibrated", model(2, made_forest(2, 5, 24), {}, 0.375F), false);
  add("shares_off_grid_2", model(2, sums(2, Link::kSecondShare, {.below_zero = false, .unit = 0.0013F}, 5)));
  add("softmax_trees", model(3, sums(3, Link::kSoftmax, {.rounds = 4, .base = {0.0625F, -0.03125F, 0}}, 6)));
  add("softmax_trees_wide", model(4, sums(4, Link::kSoftmax, {.one_output = false}, 7), {}, 2.5F), false);
  add("logistic_trees", model(2, sums(2, Link::kLogistic, {.rounds = 5, .base = {-0.0625F}}, 8)));
  add("logistic_none_below_zero",
      model(2, sums(2, Link::kLogistic, {.below_zero = false, .base = {-0.375F}}, 9)), false);
  add("trees_behind_pipeline", model(3, sums(3, Link::kSoftmax, {.inputs = 3}, 10),
                                     {.numbers = {{.feature = 0, .scale = 2}, {.feature = 1, .offset = 1}},
                                      .categories = {{.feature = 3, .category = 1}}},
                                     0.75F));
  add("linear_all_steps", model(3, made_linear(3, 5, 11), made_pipeline(), 0.5F));
  add("linear_2_categories",
      model(2, made_linear(2, 3, 12),
            {.numbers = {}, .categories = {{.feature = 3}, {.feature = 3, .category = 1}, {.feature = 2}}}));
  Model filled = model(4, made_linear(4, 5, 13));
  for (std::uint32_t i = 0; i < 5; ++i) filled.pipeline.numbers.push_back({.feature = i, .fill = 1});
  add("linear_filled", filled, false);
  Model scaled = model(2, made_linear(2, 5, 14));
  for (std::uint32_t i = 0; i < 5; ++i) {
    scaled.contract.features[i].required = true;
    scaled.pipeline.numbers.push_back({.feature = i, .offset = 0.5F, .scale = 0.25F, .fill = kKept});
  }
  scaled.calibration = JsonObject{{"temperature", 1.5}};
  scaled.baseline = JsonObject{{"rows", 100}};
  scaled.card = "# A card\n";
  add("linear_scaled_2", scaled);
  Model plain = model(3, made_linear(3, 5, 15));
  for (Feature& feature : plain.contract.features) feature.required = true;
  add("linear_plain", plain, false);
  return out;
}

// Rows that the contract allows, with what may be missing left out here and there.
inline std::vector<float> made_rows(const Contract& contract, std::uint32_t count, std::uint64_t seed) {
  std::vector<float> rows;
  Random random(seed);
  for (std::uint32_t row = 0; row < count; ++row)
    for (const Feature& feature : contract.features) {
      const bool missing = !feature.required && random.below(4) == 0;
      float value = static_cast<float>(feature.min + random.unit() * (feature.max - feature.min));
      if (feature.kind == FeatureKind::kOrdinal) value = static_cast<float>(random.below(6));
      if (feature.kind == FeatureKind::kCategorical)
        value = static_cast<float>(random.below(static_cast<std::uint32_t>(feature.categories.size())));
      rows.push_back(missing ? std::numeric_limits<float>::quiet_NaN() : value);
    }
  return rows;
}

}  // namespace shohin
