// Proves that a search space is read and refused by name, and that grids and draws stay within it.
#include "select/space.h"

#include <catch_amalgamated.hpp>
#include <set>
#include <string>

#include "forest_space.h"
#include "select/sample.h"

using shohin::FaultCode;
using shohin::Json;
using shohin::JsonArray;
using shohin::JsonObject;
using shohin::Learner;
using shohin::SearchSpace;

namespace {

// "code field" of the first fault.
std::string refusal(std::string_view json) {
  const auto space = shohin::read_space(Learner::kRandomForest, shohin::parse_json(json).value());
  REQUIRE_FALSE(space);
  return std::string(code_name(space.error().first().code)) + " " + space.error().first().field;
}

}  // namespace

TEST_CASE("a space is read by the names of the settings", "[select][space]") {
  const SearchSpace space = space_of(
      R"({"max_depth": {"least": 3, "most": 12, "log": true}, "n_estimators": [50, 100], "bootstrap": false})");
  REQUIRE(space.dimensions.size() == 3);
  CHECK(space.dimensions[0].name == "n_estimators");  // in the order of the table, not of the text
  CHECK(space.dimensions[0].values.size() == 2);
  CHECK(space.dimensions[1].name == "max_depth");
  CHECK(space.dimensions[1].least == 3);
  CHECK(space.dimensions[1].most == 12);
  CHECK(space.dimensions[1].is_whole);
  CHECK(space.dimensions[1].is_log);
  CHECK(space.dimensions[2].values.size() == 1);
  CHECK(space.grid_size() == 0);  // a range has no end of configs
  CHECK(space_of("{}").grid_size() == 1);
}

TEST_CASE("faults of a space are named", "[select][space]") {
  CHECK(refusal("[]") == "wrong_type space");
  CHECK(refusal(R"({"depth": [1]})") == "unknown_field depth");
  CHECK(refusal(R"({"max_depth": []})") == "out_of_range max_depth");
  CHECK(refusal(R"({"max_depth": [3, 0]})") == "out_of_range max_depth");
  CHECK(refusal(R"({"max_depth": [3, 4.5]})") == "not_an_integer max_depth");
  CHECK(refusal(R"({"max_depth": "deep"})") == "wrong_type max_depth");
  CHECK(refusal(R"({"max_features": ["sqrt", "half"]})") == "unknown_category max_features");
  CHECK(refusal(R"({"max_features": {"least": 1, "most": 2}})") == "wrong_type max_features");
  CHECK(refusal(R"({"max_depth": {"least": 3}})") == "missing max_depth.most");
  CHECK(refusal(R"({"max_depth": {"least": 3, "most": 5, "step": 1}})") == "unknown_field max_depth.step");
  CHECK(refusal(R"({"max_depth": {"least": 3, "most": 5, "log": 1}})") == "wrong_type max_depth.log");
  CHECK(refusal(R"({"max_depth": {"least": 3, "most": 99}})") == "out_of_range max_depth.most");
  CHECK(refusal(R"({"max_depth": {"least": "a", "most": 9}})") == "wrong_type max_depth.least");
  CHECK(refusal(R"({"max_depth": {"least": 5, "most": 5}})") == "out_of_range max_depth.most");
  const auto space = shohin::read_space(
      Learner::kRandomForest, shohin::parse_json(R"({"a": 1, "max_depth": 0, "n_estimators": []})").value());
  CHECK(space.error().count() == 3);
}

TEST_CASE("a grid has every combination once, the last setting fastest", "[select][grid]") {
  const auto configs =
      shohin::grid_configs(space_of(R"({"max_depth": [3, 5, 3], "n_estimators": [10, 20]})")).value();
  REQUIRE(configs.size() == 4);
  CHECK((configs[0].n_estimators == 10 && configs[0].max_depth == 3));
  CHECK((configs[1].n_estimators == 10 && configs[1].max_depth == 5));
  CHECK((configs[2].n_estimators == 20 && configs[2].max_depth == 3));
  CHECK((configs[3].n_estimators == 20 && configs[3].max_depth == 5));
  CHECK(shohin::grid_configs(space_of("{}")).value().size() == 1);
}

TEST_CASE("a grid refuses ranges and too many combinations", "[select][grid]") {
  const auto ranged = shohin::grid_configs(space_of(R"({"max_depth": {"least": 3, "most": 5}})"));
  REQUIRE_FALSE(ranged);
  CHECK(ranged.error().first().code == FaultCode::kWrongType);
  CHECK(ranged.error().first().field == "max_depth");
  JsonArray many;
  for (int i = 1; i <= 64; ++i) many.emplace_back(i);
  const auto space =
      shohin::read_space(Learner::kRandomForest,
                         JsonObject{{"max_depth", many}, {"min_samples_leaf", many}, {"n_estimators", many}});
  CHECK(shohin::grid_configs(space.value()).error().first().code == FaultCode::kTooLarge);
}

TEST_CASE("draws stay within their ranges, come once and follow the seed", "[select][random]") {
  const SearchSpace space = space_of(
      R"({"max_depth": {"least": 3, "most": 12}, "min_samples_leaf": {"least": 1, "most": 1000, "log": true},
          "max_features": ["sqrt", "all"]})");
  const auto configs = shohin::random_configs(space, 400, 1).value();
  REQUIRE(configs.size() == 400);
  std::set<std::string> different;
  std::set<std::uint32_t> depths;
  int small = 0;
  for (const auto& config : configs) {
    different.insert(write_json(config_json(config)));
    depths.insert(config.max_depth);
    CHECK((config.min_samples_leaf >= 1 && config.min_samples_leaf <= 1000));
    small += config.min_samples_leaf < 32 ? 1 : 0;
  }
  CHECK(different.size() == 400);
  CHECK((depths.size() == 10 && *depths.begin() == 3 && *depths.rbegin() == 12));
  CHECK((small > 150 && small < 250));  // half of the logarithm
  const auto again = shohin::random_configs(space, 400, 1).value();
  CHECK(write_json(config_json(again[399])) == write_json(config_json(configs[399])));
  const auto other = shohin::random_configs(space, 400, 2).value();
  CHECK(write_json(config_json(other[0])) != write_json(config_json(configs[0])));
}

TEST_CASE("a small space is drawn until it is used up", "[select][random]") {
  CHECK(shohin::random_configs(space_of(R"({"max_depth": {"least": 3, "most": 5}})"), 50, 1).value().size() ==
        3);
  for (const std::uint32_t count : {0U, 10'001U})
    CHECK(shohin::random_configs(space_of("{}"), count, 1).error().first().code == FaultCode::kOutOfRange);
}
