// Proves which contracts may follow each other, how a data set is fitted to a model, and what a gate may ask.
#include <catch_amalgamated.hpp>
#include <cmath>

#include "gate/contract_compatibility.h"
#include "gate/fit_table.h"
#include "gate/gate_settings.h"
#include "trained_model.h"

using namespace shohin;

namespace {

Contract bonsai() { return parse_contract(read_example("bonsai.contract.json")).value(); }

std::string first_reason(const Contract& next) {
  const auto reasons = incompatibilities(bonsai(), next);
  return reasons.empty() ? "" : reasons.front();
}

Feature optional_number(std::string name) {
  Feature feature;
  feature.name = std::move(name);
  feature.max = 1;
  feature.required = false;
  return feature;
}

std::string field_of(const std::string& settings) {
  const auto read = read_gate_settings(parse_json(settings).value());
  return read ? "" : read.error().faults.first().field;
}

}  // namespace

TEST_CASE("a contract may widen and grow at its end", "[gate][contract]") {
  auto next = bonsai();
  CHECK(incompatibilities(bonsai(), next).empty());
  next.features[0].max += 1;
  next.features[0].min = 0;
  next.features.push_back(optional_number("moss"));
  next.classes.push_back({"larch", {}});
  next.features[0].required = false;
  CHECK(incompatibilities(bonsai(), next).empty());
}

TEST_CASE("a contract that takes or answers less is named", "[gate][contract]") {
  auto next = bonsai();
  next.features[0].max -= 0.5;
  CHECK(first_reason(next).find("'leaf_length' took") == 0);
  next = bonsai();
  next.features.erase(next.features.begin());
  CHECK(first_reason(next) == "'leaf_length' is gone.");
  next = bonsai();
  std::swap(next.features[0], next.features[1]);
  CHECK(first_reason(next) == "'leaf_length' has another place in a row.");
  next = bonsai();
  next.features[4].required = true;
  CHECK(first_reason(next).find("was optional and is required.") != std::string::npos);
  next = bonsai();
  next.features.push_back(optional_number("moss"));
  next.features.back().required = true;
  CHECK(first_reason(next) == "'moss' is new and required.");
  next = bonsai();
  next.features[0].kind = FeatureKind::kOrdinal;
  CHECK(first_reason(next) == "'leaf_length' was numeric and is ordinal.");
  next = bonsai();
  std::swap(next.classes[0], next.classes[1]);
  CHECK(first_reason(next) == "classes are gone or have moved.");
  next = bonsai();
  next.target = "tree";
  CHECK(first_reason(next).find("the target was") == 0);
  next = bonsai();
  for (auto& feature : next.features) {
    if (feature.kind == FeatureKind::kCategorical) feature.categories.pop_back();
  }
  CHECK(first_reason(next).find("has lost or moved categories.") != std::string::npos);
}

TEST_CASE("a data set is fitted by name", "[gate][fit]") {
  const auto table = read_csv(read_example("bonsai.csv"), bonsai()).value();
  auto contract = bonsai();
  std::swap(contract.features[0], contract.features[1]);
  std::swap(contract.classes[0], contract.classes[1]);
  contract.features.push_back(optional_number("moss"));
  for (auto& feature : contract.features) {
    if (feature.categories.size() > 1) std::swap(feature.categories[0], feature.categories[1]);
  }
  const auto fitted = fit_table(table, contract);
  REQUIRE(fitted);
  CHECK(fitted->columns[0] == table.columns[1]);
  CHECK(std::isnan(fitted->columns.back()[0]));
  CHECK(contract.classes[fitted->labels[0]].name == table.contract.classes[table.labels[0]].name);
  for (std::size_t i = 2; i < table.columns.size(); ++i) {
    const auto& before = table.contract.features[i].categories;
    for (std::uint32_t row = 0; row < table.row_count() && !before.empty(); ++row) {
      const auto value = table.columns[i][row];
      if (std::isnan(value)) continue;
      REQUIRE(contract.features[i].categories[static_cast<std::size_t>(fitted->columns[i][row])].name ==
              before[static_cast<std::size_t>(value)].name);
    }
  }
}

TEST_CASE("what does not fit is named", "[gate][fit]") {
  const auto table =
      read_csv(read_example("iris.csv"), parse_contract(read_example("iris.contract.json")).value()).value();
  const auto reason = [&](const auto& change) {
    auto contract = table.contract;
    change(contract);
    const auto fitted = fit_table(table, contract);
    return fitted ? "" : fitted.error();
  };
  CHECK(reason([](Contract& c) { c.features[0].max = 5; }) ==
        "'sepal_length' has values that the model does not take.");
  CHECK(reason([](Contract& c) { c.features[0].kind = FeatureKind::kOrdinal; }) ==
        "'sepal_length' has values that the model does not take.");
  CHECK(reason([](Contract& c) { c.features[0].name = "x"; }) ==
        "'x' is not in the data set, and the model needs it.");
  CHECK(reason([](Contract& c) { c.features[0].kind = FeatureKind::kCategorical; }) ==
        "'sepal_length' is of another kind for the model.");
  CHECK(reason([](Contract& c) { c.classes.pop_back(); }) ==
        "'virginica' is a class that the model does not know.");
}

TEST_CASE("a gate asks for what can be measured", "[gate][settings]") {
  const std::string digest(64, 'a');
  const auto read = read_gate_settings(
      parse_json(R"({"data_digest": ")" + digest +
                 R"(", "metrics": {"accuracy": {"min": 0.9, "max": 1}}, "class_margin": 0})")
          .value());
  REQUIRE(read);
  CHECK(read->compatible_contract);
  CHECK(read->class_margin == 0);
  CHECK(read->metrics[0].least == 0.9);
  CHECK(read_gate_settings(gate_settings_json(*read))->metrics[0].most == 1);
  CHECK(read_gate_settings(gate_settings_json({})));
  CHECK(field_of(R"({"metric": {}})") == "metric");
  CHECK(field_of(R"({"contract": "same"})") == "contract");
  CHECK(field_of(R"({"contract": 1})") == "contract");
  CHECK(field_of(R"({"metrics": []})") == "metrics");
  CHECK(field_of(R"({"metrics": {"beauty": {"min": 1}}})") == "metrics.beauty");
  CHECK(field_of(R"({"metrics": {"accuracy": {}}})") == "metrics.accuracy.min");
  CHECK(field_of(R"({"metrics": {"accuracy": {"least": 1}}})") == "metrics.accuracy.least");
  CHECK(field_of(R"({"class_margin": 2})") == "class_margin");
  CHECK(field_of(R"({"class_margin": 0.1})") == "data_digest");
  CHECK(field_of(R"({"data_digest": 7})") == "data_digest");
  CHECK(field_of(R"({"data_digest": "d", "metrics": {"accuracy": {"min": "0.9"}}})") ==
        "metrics.accuracy.min");
  CHECK(field_of("[]").empty());
  CHECK_FALSE(read_gate_settings(parse_json("[]").value()));
}

TEST_CASE("bounds that nothing can meet are refused by name", "[gate][settings]") {
  const auto refusal = [](MetricBound bound) -> std::string {
    const auto good = check_gate_bounds({.data_digest = "d", .metrics = {std::move(bound)}});
    return good ? "" : good.error().message;
  };
  CHECK(refusal({"accuracy", 0.9, 0.1}) == "metrics.accuracy.min: 0.9 is outside 0 to 0.1.");
  CHECK(refusal({"accuracy", 5, {}}) == "metrics.accuracy.min: 5 is outside 0 to 1.");
  CHECK(refusal({"f1_macro", {}, -0.5}) == "metrics.f1_macro.max: -0.5 is outside 0 to 1.");
  CHECK(refusal({"accuracy", 0.9, 5}) == "metrics.accuracy.max: 5 is outside 0 to 1.");
  CHECK(refusal({"matthews", -2, {}}) == "metrics.matthews.min: -2 is outside -1 to 1.");
  CHECK(refusal({"brier", {}, 2.5}) == "metrics.brier.max: 2.5 is outside 0 to 2.");
  CHECK(refusal({"log_loss", -1, {}}) == "metrics.log_loss.min: -1 is outside 0 or more.");
  CHECK(refusal({"log_loss", 0.5, 7}).empty());
  CHECK(refusal({"matthews", -1, 0.2}).empty());
  CHECK(refusal({"accuracy", 0.9, 0.9}).empty());
}
