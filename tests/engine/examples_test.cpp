// Proves that what ships fits together: example sets and contracts, the generator's tables, the care texts.
#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "bonsai/profile.h"
#include "data/table.h"

using shohin::Contract;
using shohin::Json;

namespace {

std::string read_public(const std::string& name) {
  std::ifstream file(std::string(SHOHIN_SOURCE_DIR) + "/public/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Contract read_example_contract(const std::string& name) {
  const auto contract = shohin::parse_contract(read_public("examples/" + name + ".contract.json"));
  REQUIRE(contract);
  return *contract;
}

bool in_both_languages(const shohin::LocalText& text) {
  return text.size() == 2 && text[0].first == "en" && text[1].first == "pt-BR" && !text[0].second.empty() &&
         !text[1].second.empty();
}

bool in_both_languages(const Json& text) {
  return !text["en"].as_string().empty() && !text["pt-BR"].as_string().empty();
}

}  // namespace

TEST_CASE("every example set fits its contract", "[examples]") {
  const auto [name, rows] =
      GENERATE(std::pair{"iris", 150U}, std::pair{"breast_cancer", 569U}, std::pair{"bonsai", 4000U});
  const Contract contract = read_example_contract(name);
  const auto table = shohin::read_csv(read_public("examples/" + std::string(name) + ".csv"), contract);
  REQUIRE(table);
  CHECK(table->row_count() == rows);
  CHECK(contract.name == name);
}

TEST_CASE("everything that a page shows has English and Portuguese", "[examples]") {
  const char* const name = GENERATE("iris", "breast_cancer", "bonsai");
  const Contract contract = read_example_contract(name);
  CHECK(in_both_languages(contract.title));
  for (const shohin::Feature& feature : contract.features) {
    CAPTURE(feature.name);
    CHECK(in_both_languages(feature.label));
    CHECK(in_both_languages(feature.help));
    const bool numeric = feature.categories.empty();
    CHECK(feature.step.has_value() == numeric);
    CHECK(feature.typical.has_value() == numeric);
    for (const shohin::Category& category : feature.categories) CHECK(in_both_languages(category.label));
  }
  for (const shohin::TargetClass& one : contract.classes) CHECK(in_both_languages(one.label));
}

TEST_CASE("the generator's tables are the bonsai contract's", "[examples][bonsai]") {
  const Contract contract = read_example_contract("bonsai");
  REQUIRE(contract.features.size() == shohin::kBonsaiInputs);
  for (std::size_t i = 0; i < shohin::kBonsaiInputs; ++i) {
    const shohin::Feature& feature = contract.features[i];
    const shohin::InputKind& kind = shohin::bonsai_input(i);
    CAPTURE(feature.name);
    CHECK(feature.name == shohin::kBonsaiInputNames[i]);
    CHECK(feature.required == (i < shohin::kBonsaiBasicInputs));
    CHECK(feature.min <= kind.low);
    CHECK(feature.max == kind.high);
    REQUIRE(feature.categories.size() == kind.category_count);
    for (std::size_t c = 0; c < kind.category_count; ++c)
      CHECK(feature.categories[c].name == kind.categories[c]);
  }
  REQUIRE(contract.classes.size() == shohin::kBonsaiSpecies);
  for (std::size_t i = 0; i < shohin::kBonsaiSpecies; ++i)
    CHECK(contract.classes[i].name == shohin::kBonsaiSpeciesNames[i]);
}

TEST_CASE("there is care for every bonsai class and every subject", "[examples][care]") {
  const auto care = shohin::parse_json(read_public("care.json"));
  REQUIRE(care);
  const auto& subjects = (*care)["subjects"].as_array();
  REQUIRE(subjects.size() == 9);
  CHECK((*care)["species"].as_object().size() == shohin::kBonsaiSpecies);
  for (const std::string_view name : shohin::kBonsaiSpeciesNames) {
    const Json& species = (*care)["species"][name];
    CAPTURE(name);
    CHECK(in_both_languages(species["common"]));
    CHECK_FALSE(species["latin"].as_string().empty());
    const auto& texts = species["care"].as_array();
    REQUIRE(texts.size() == subjects.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      CHECK(texts[i]["subject"].as_string() == subjects[i]["id"].as_string());
      CHECK(in_both_languages(texts[i]["text"]));
      for (const Json& month : texts[i]["months"].as_array())
        CHECK((month.as_number() >= 1 && month.as_number() <= 12));
    }
    CHECK_FALSE(texts[5]["months"].as_array().empty());  // repotting names its window
  }
}
