// Proves that a split keeps the share of every class, is the same everywhere, and refuses to leave a part
// empty.
#include "data/split.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

using shohin::FaultCode;
using shohin::Split;
using shohin::split_rows;
using shohin::SplitOptions;

namespace {

std::vector<std::uint32_t> labels_of(std::initializer_list<std::size_t> counts) {
  std::vector<std::uint32_t> labels;
  std::uint32_t label = 0;
  for (const std::size_t count : counts) labels.insert(labels.end(), count, label++);
  return labels;
}

std::vector<std::size_t> counts_of(const std::vector<std::uint32_t>& labels,
                                   const std::vector<std::uint32_t>& rows, std::size_t classes) {
  std::vector<std::size_t> counts(classes);
  for (const std::uint32_t row : rows) ++counts[labels[row]];
  return counts;
}

FaultCode fault_of(const std::vector<std::uint32_t>& labels, const SplitOptions& options) {
  const auto split = split_rows(labels, options);
  REQUIRE_FALSE(split.has_value());
  return split.error().first().code;
}

}  // namespace

TEST_CASE("both parts keep the share of every class", "[data][split]") {
  const auto labels = labels_of({50, 50, 50});
  const Split split = split_rows(labels, {}).value();
  CHECK(counts_of(labels, split.test, 3) == std::vector<std::size_t>{10, 10, 10});
  CHECK(counts_of(labels, split.train, 3) == std::vector<std::size_t>{40, 40, 40});
}

TEST_CASE("every row is in one part, in ascending order", "[data][split]") {
  const auto labels = labels_of({37, 5, 211});
  const Split split = split_rows(labels, {.test_share = 0.3, .seed = 9}).value();
  CHECK(std::is_sorted(split.test.begin(), split.test.end()));
  CHECK(std::is_sorted(split.train.begin(), split.train.end()));
  std::vector<std::uint32_t> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == labels.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) CHECK(all[i] == i);
}

TEST_CASE("the largest remainders make the whole come out right", "[data][split]") {
  const auto labels = labels_of({212, 357});  // breast cancer: 42.4 and 71.4, together 113.8
  const Split split = split_rows(labels, {}).value();
  CHECK(split.test.size() == 114);
  CHECK(counts_of(labels, split.test, 2) == std::vector<std::size_t>{43, 71});  // equal remainders: the first
  const auto uneven = labels_of({3, 4, 8});                                     // 0.75, 1, 2 of 3.75
  CHECK(counts_of(uneven, split_rows(uneven, {.test_share = 0.25}).value().test, 3) ==
        std::vector<std::size_t>{1, 1, 2});
}

TEST_CASE("the same options give the same split on every target", "[data][split]") {
  const auto labels = labels_of({6, 4});
  // Python, with the generator of random_test.cpp.
  CHECK(split_rows(labels, {.test_share = 0.5, .seed = 42})->test ==
        std::vector<std::uint32_t>{0, 1, 2, 7, 8});
  CHECK(split_rows(labels, {.test_share = 0.5, .seed = 43})->test ==
        std::vector<std::uint32_t>{1, 4, 5, 6, 9});
}

TEST_CASE("a class of one row stays in training", "[data][split]") {
  const auto labels = labels_of({1, 9});
  const Split split = split_rows(labels, {.test_share = 0.5}).value();
  CHECK(split.train.front() == 0);
  CHECK(split.test.size() == 5);
}

TEST_CASE("a share outside 0 to 1 is refused", "[data][split]") {
  const auto labels = labels_of({5, 5});
  for (const double share : {0.0, 1.0, -0.1, 1.5}) {
    CHECK(fault_of(labels, {.test_share = share}) == FaultCode::kOutOfRange);
  }
}

TEST_CASE("rows that are too few for two parts are refused", "[data][split]") {
  CHECK(fault_of({}, {}) == FaultCode::kTooFewRows);
  CHECK(fault_of(labels_of({1, 1}), {.test_share = 0.2}) == FaultCode::kTooFewRows);
  CHECK(fault_of(labels_of({1, 1, 1}), {.test_share = 0.9}) == FaultCode::kTooFewRows);
}
