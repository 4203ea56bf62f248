// Proves that an ensemble which breaks a promise of ensemble.h is found out, and a sound one is not.
#include "model/check_trees.h"

#include <catch_amalgamated.hpp>
#include <limits>

#include "made_ensemble.h"

using shohin::FaultCode;
using shohin::tree_fault;
using shohin::TreeEnsemble;

TEST_CASE("a sound ensemble has no fault", "[model][trees]") {
  CHECK_FALSE(tree_fault(shohin::three_trees(), 2));
}

TEST_CASE("leaves off the grid are sound while they add up to one", "[model][trees]") {
  TreeEnsemble e = shohin::three_trees();
  CHECK(shohin::shares_are_exact(e));
  e.leaf_values[0] *= 1.000001F;
  CHECK_FALSE(tree_fault(e, 2));
  CHECK_FALSE(shohin::shares_are_exact(e));
}

TEST_CASE("each broken promise is a bad tree", "[model][trees]") {
  TreeEnsemble e = shohin::three_trees();
  std::uint32_t features = 2;
  SECTION("a feature that does not exist") { features = 1; }
  SECTION("a false child that is skipped") { e.false_child[0] = 1; }
  SECTION("a false child in another tree") { e.false_child[3] = 2; }
  SECTION("a loop") { e.false_child[3] = 3; }
  SECTION("a child outside") { e.false_child[3] = 99; }
  SECTION("a leaf number twice") { e.false_child[2] = 0; }
  SECTION("a leaf that spreads too much") { e.leaf_values[0] += 2e-5F; }
  SECTION("a leaf that spreads too little") { e.leaf_values[0] -= 2e-5F; }
  SECTION("a negative share") { e.leaf_values[1] = -e.leaf_values[0]; }
  SECTION("a share that is no number") { e.leaf_values[1] = std::numeric_limits<float>::quiet_NaN(); }
  SECTION("a threshold that is not finite") { e.threshold[0] = std::numeric_limits<float>::infinity(); }
  SECTION("a category with a fraction") { e.threshold[3] = 0.5F; }
  SECTION("a category out of reach") { e.threshold[3] = 250; }
  SECTION("a category below none") { e.threshold[3] = -2; }
  SECTION("roots out of order") { e.roots = {0, 6, 3}; }
  SECTION("a first tree that starts late") { e.roots = {1, 3, 6}; }
  SECTION("a root in the middle of a tree") { e.roots = {0, 2, 6}; }
  SECTION("a list that is too short") { e.hits.pop_back(); }
  SECTION("leaves that nothing leads to") { e.leaf_values.resize(e.leaf_values.size() + 3, 0); }
  SECTION("hits that are no number") { e.hits[0] = std::numeric_limits<float>::quiet_NaN(); }
  SECTION("no trees") {
    e = {};
    e.class_count = 3;
  }
  SECTION("one class") { e.class_count = 1; }
  SECTION("shares with a base") { e.base_values = {0, 0, 0}; }
  SECTION("shares of single classes") { e.tree_output = {0, 1, 2}; }
  SECTION("a logistic link for three classes") { e.link = shohin::Link::kLogistic; }
  SECTION("sums with a base too few") {
    e.link = shohin::Link::kSoftmax;
    e.base_values = {1, 2};
  }
  SECTION("a base that is no number") {
    e.link = shohin::Link::kSoftmax;
    e.base_values = {1, 2, std::numeric_limits<float>::quiet_NaN()};
  }
  SECTION("sums that could pass every bound") {
    e.link = shohin::Link::kSoftmax;
    e.leaf_values[0] = 2e30F;
  }
  SECTION("an output that is no class") {
    e.link = shohin::Link::kSoftmax;
    e.tree_output = {0, 1, 3};
    e.leaf_values.resize(5);
  }
  const auto fault = tree_fault(e, features);
  REQUIRE(fault);
  CHECK(fault->code == FaultCode::kBadTree);
}

TEST_CASE("a tree may be 64 branches deep and no deeper", "[model][trees]") {
  for (const std::uint32_t depth : {64U, 65U}) {
    TreeEnsemble e;
    e.class_count = 2;
    e.roots = {0};
    for (std::uint32_t i = 0; i < depth; ++i)
      shohin::add_branch(e, 0, shohin::SplitTest::kAtMost, 1, false, 2 * depth - i);
    for (std::uint32_t i = 0; i <= depth; ++i) shohin::add_leaf(e, 0, 1, i % 2);
    CHECK(tree_fault(e, 1).has_value() == (depth > 64));
    CHECK(shohin::tree_depth(e, 0, e.node_count()) == depth);
  }
}
