// Proves that folds hold every row once, keep the shares of the classes, and are the same on every target.
#include "select/folds.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <vector>

#include "made_table.h"

using shohin::FaultCode;
using shohin::FoldOptions;
using shohin::made_table;
using shohin::Table;

namespace {

Table labels_only(const std::vector<std::uint32_t>& labels, std::uint32_t classes) {
  Table table = made_table(static_cast<std::uint32_t>(labels.size()), classes);
  table.labels = labels;
  return table;
}

std::vector<std::uint32_t> counts(const Table& table, const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> of_class(table.contract.classes.size());
  for (const std::uint32_t row : rows) ++of_class[table.labels[row]];
  return of_class;
}

}  // namespace

TEST_CASE("every row is held out once a repeat", "[select][folds]") {
  const Table table = made_table(103, 3);
  for (const bool stratified : {true, false}) {
    const auto parts =
        shohin::make_folds(table, {.folds = 4, .repeats = 3, .stratified = stratified, .seed = 9});
    REQUIRE(parts);
    REQUIRE(parts->size() == 12);
    for (std::size_t repeat = 0; repeat < 3; ++repeat) {
      std::vector<std::uint32_t> held_out(103, 0);
      for (std::size_t fold = 0; fold < 4; ++fold) {
        const shohin::Split& part = (*parts)[repeat * 4 + fold];
        CHECK(part.train.size() + part.test.size() == 103);
        CHECK((part.test.size() == 25 || part.test.size() == 26));
        CHECK(std::is_sorted(part.train.begin(), part.train.end()));
        for (const std::uint32_t row : part.test) {
          ++held_out[row];
          CHECK_FALSE(std::binary_search(part.train.begin(), part.train.end(), row));
        }
      }
      CHECK(held_out == std::vector<std::uint32_t>(103, 1));
    }
    CHECK((*parts)[0].test != (*parts)[4].test);
  }
}

TEST_CASE("stratified folds have each class's share, give or take a row", "[select][folds]") {
  const Table table = made_table(500, 4);
  const auto parts = shohin::make_folds(table, {.folds = 7});
  REQUIRE(parts);
  std::vector<std::uint32_t> all(500);
  for (std::uint32_t row = 0; row < 500; ++row) all[row] = row;
  const auto whole = counts(table, all);
  for (const shohin::Split& part : *parts) {
    const auto held_out = counts(table, part.test);
    for (std::size_t c = 0; c < 4; ++c) {
      CHECK(held_out[c] >= whole[c] / 7);
      CHECK(held_out[c] <= whole[c] / 7 + 1);
    }
  }
}

TEST_CASE("folds are the same on every target", "[select][folds]") {
  const auto parts = shohin::make_folds(labels_only({0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, 2), {.folds = 3});
  REQUIRE(parts);
  CHECK((*parts)[0].test == std::vector<std::uint32_t>{0, 3, 4, 7});
  CHECK((*parts)[1].test == std::vector<std::uint32_t>{2, 5, 6});
  CHECK((*parts)[2].test == std::vector<std::uint32_t>{1, 8, 9});
}

TEST_CASE("folds follow the seed", "[select][folds]") {
  const Table table = made_table(60, 2);
  const auto with = [&](std::uint64_t seed) {
    return shohin::make_folds(table, FoldOptions{.seed = seed}).value()[0].test;
  };
  CHECK(with(1) == with(1));
  CHECK(with(1) != with(2));
}

TEST_CASE("more folds than the smallest class has rows are refused with its name", "[select][folds]") {
  const Table table = labels_only({0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2}, 4);  // the fourth has none
  CHECK(shohin::make_folds(table, {.folds = 3}));
  const auto refused = shohin::make_folds(table, {.folds = 4});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().first() ==
        shohin::Fault{.code = FaultCode::kTooFewRows, .field = "kind B", .value = "3", .expected = "4"});
  CHECK(shohin::make_folds(table, {.folds = 4, .stratified = false}));
}

TEST_CASE("folds that cannot be are refused by name", "[select][folds]") {
  const auto field_of = [](const Table& table, const FoldOptions& options, FaultCode code) {
    const auto refused = shohin::make_folds(table, options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().first().code == code);
    return refused.error().first().field;
  };
  const Table table = made_table(20, 2);
  CHECK(field_of(table, {.folds = 1}, FaultCode::kOutOfRange) == "folds");
  CHECK(field_of(table, {.folds = 101}, FaultCode::kOutOfRange) == "folds");
  CHECK(field_of(table, {.repeats = 0}, FaultCode::kOutOfRange) == "repeats");
  CHECK(field_of(table, {.repeats = 101}, FaultCode::kOutOfRange) == "repeats");
  CHECK(field_of(table, {.folds = 21, .stratified = false}, FaultCode::kTooFewRows) == "rows");
  Table unlabelled = table;
  unlabelled.labels.clear();
  CHECK(field_of(unlabelled, {}, FaultCode::kTooFewRows) == "rows");
}
