// Proves that a version enters production only through its gate, or with a reason that is written down.
#include <catch_amalgamated.hpp>

#include "gate_fixture.h"

using namespace shohin;

namespace {

// The rule whose name begins like that, or nothing.
std::optional<GateRule> find_rule(const GateVerdict& verdict, std::string_view begin) {
  for (const auto& rule : verdict.rules) {
    if (rule.rule.starts_with(begin)) return rule;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE_METHOD(GateFixture, "without a gate every version enters", "[gate]") {
  REQUIRE(promote(add_good()));
  REQUIRE(promote(add_blind()));
  CHECK(served_version() == "2");
  CHECK(registry.judge({"iris", "1"})->rules.empty());
}

TEST_CASE_METHOD(GateFixture, "a metric beyond its bounds keeps a version out", "[gate]") {
  const auto digest = put_iris();
  REQUIRE(gate.set("iris", {.data_digest = digest, .metrics = {{"accuracy", 0.9, {}}, {"log_loss", {}, 0.5}}},
                   actor));
  REQUIRE(promote(add_good()));
  const auto refused = promote(add_blind());
  REQUIRE(code_of(refused) == ErrorCode::kInvalidParameterValue);
  CHECK(refused.error().message.find("Rule metric accuracy: it is 0.66") != std::string::npos);
  CHECK(refused.error().message.find("Rule metric log_loss") != std::string::npos);
  CHECK(refused.error().faults.first().field == "metric accuracy");
  CHECK(refused.error().faults.first().expected == "at least 0.9");
  CHECK(served_version() == "1");
  CHECK(registry.get_by_alias("iris", "production")->version == 1);
  CHECK(code_of(registry.transition({"iris", "2"}, {"Production", false})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(promote("1"));  // it is there already
}

TEST_CASE_METHOD(GateFixture, "no class may lose more than the margin", "[gate]") {
  const auto digest = put_iris();
  REQUIRE(promote(add_good()));
  REQUIRE(gate.set("iris", {.data_digest = digest, .class_margin = 0.05}, actor));
  const auto blind = add_blind();
  const auto verdict = registry.judge({"iris", blind});
  REQUIRE(verdict);
  CHECK_FALSE(verdict->passes());
  CHECK(find_rule(*verdict, "class setosa")->passes);
  CHECK_FALSE(find_rule(*verdict, "class versicolor")->passes);
  CHECK(find_rule(*verdict, "class versicolor")->value == "0");
  CHECK(promote(blind).error().message.find("Rule class versicolor") != std::string::npos);
  REQUIRE(gate.set("iris", {.data_digest = digest, .class_margin = 1}, actor));
  CHECK(promote(blind));
}

TEST_CASE_METHOD(GateFixture, "a file or contract that does not fit is named", "[gate]") {
  REQUIRE(gate.set("iris", {}, actor));
  const auto text = add_version(std::string("not a model"));
  CHECK(promote(text).error().message.find("Rule file:") != std::string::npos);
  REQUIRE(promote(add_good()));
  CHECK(promote(text).error().message.find("Rule file:") != std::string::npos);
  auto rows = iris_rows();
  rows.contract.features[0].unit = "mm";
  const auto other = add_version(rows);
  CHECK(promote(other).error().message.find("Rule contract:") != std::string::npos);
  CHECK(promote(other).error().message.find("'sepal_length' was in 'cm' and is in 'mm'") !=
        std::string::npos);
  REQUIRE(gate.set("iris", {.compatible_contract = false}, actor));
  CHECK(promote(other));
}

TEST_CASE_METHOD(GateFixture, "data that does not fit the version is a rule of its own", "[gate]") {
  const auto digest = put_iris();
  REQUIRE(
      gate.set("iris", {.compatible_contract = false, .data_digest = digest, .class_margin = 0.1}, actor));
  auto rows = iris_rows();
  rows.contract.features[0].name = "length";
  const auto other = add_version(rows);
  CHECK(promote(other).error().message.find("Rule data:") != std::string::npos);
  REQUIRE(promote(other, "first of its kind"));
  CHECK(promote(add_good()).error().message.find("Rule class:") != std::string::npos);
}

TEST_CASE_METHOD(GateFixture, "a reason overrides the gate once, and the log has it", "[gate][audit]") {
  const auto digest = put_iris();
  REQUIRE(gate.set("iris", {.data_digest = digest, .metrics = {{"accuracy", 0.9, {}}}}, actor));
  REQUIRE(promote(add_good()));
  const auto blind = add_blind();
  CHECK(code_of(promote(blind, "  ")) == ErrorCode::kInvalidParameterValue);
  REQUIRE(registry.set_version_tag({"iris", blind}, {kOverrideTag, "the old one is worse for pines"}));
  REQUIRE(promote(blind));
  CHECK(served_version() == blind);
  CHECK(registry.get_version({"iris", blind})->tags.empty());
  const auto entries = audit();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].change.action == "production.override");
  CHECK(entries[0].change.old_value == "1");
  CHECK(entries[0].change.new_value == blind);
  CHECK(entries[0].change.reason.find("the old one is worse for pines\nmetric accuracy:") == 0);
  CHECK(entries[0].actor.user == "vera");
  CHECK(entries[0].actor.address == "192.0.2.7");
  CHECK(entries[1].change.action == "production.promote");
  REQUIRE(promote("1"));
  CHECK(code_of(promote(blind)) == ErrorCode::kInvalidParameterValue);
  const auto history = registry.promotions("iris", 10, "");
  REQUIRE(history->items.size() == 3);
  CHECK(history->items[1].reason == "the old one is worse for pines");
  CHECK(history->items[1].failed_rules.starts_with("metric accuracy:"));
}

TEST_CASE_METHOD(GateFixture, "one call rolls back, step by step, past the gate", "[gate][rollback]") {
  CHECK(code_of(registry.roll_back("iris", {actor, ""})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.roll_back("nobody", {actor, ""})) == ErrorCode::kResourceDoesNotExist);
  for (int i = 0; i < 3; ++i) REQUIRE(promote(add_good()));
  REQUIRE(gate.set("iris", {.data_digest = put_iris(), .metrics = {{"accuracy", 1.0, {}}}}, actor));
  CHECK(registry.roll_back("iris", {actor, "complaints"})->version == 2);
  CHECK(served_version() == "2");
  CHECK(registry.version_file("iris", "production")->rollback);
  CHECK(registry.get_version({"iris", "3"})->stage == Stage::kArchived);
  CHECK(audit()[0].change.action == "production.rollback");
  CHECK(audit()[0].change.reason == "complaints");
  REQUIRE(registry.delete_version({"iris", "1"}));
  CHECK(code_of(registry.roll_back("iris", {actor, ""})) == ErrorCode::kInvalidParameterValue);
  CHECK(served_version() == "2");
  REQUIRE(promote("3", "again"));
  CHECK(registry.roll_back("iris", {actor, ""})->version == 2);
}

TEST_CASE_METHOD(GateFixture, "a rollback brings back what lost the alias", "[gate][rollback]") {
  REQUIRE(promote(add_good()));
  REQUIRE(registry.delete_alias("iris", "production"));
  CHECK(served_version().empty());
  CHECK(registry.roll_back("iris", {actor, ""})->version == 1);
  CHECK(served_version() == "1");
}

TEST_CASE_METHOD(GateFixture, "a gate's data set cannot be removed", "[gate][datasets]") {
  const auto digest = put_iris();
  REQUIRE(gate.set("iris", {.data_digest = digest}, actor));
  const auto refused = data_sets.remove(digest, actor);
  REQUIRE(code_of(refused) == ErrorCode::kResourceConflict);
  CHECK(refused.error().message.find("the gate of iris") != std::string::npos);
  REQUIRE(gate.remove("iris", actor));
  CHECK(data_sets.remove(digest, actor));
}

TEST_CASE_METHOD(GateFixture, "a gate is set, told and taken away", "[gate]") {
  CHECK_FALSE(gate.settings("iris")->has_value());
  CHECK(code_of(gate.settings("nobody")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(gate.set("iris", {.data_digest = "d", .metrics = {{"accuracy", 5, {}}}}, actor)) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(gate.set("nobody", {}, actor)) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(gate.set("iris", {.data_digest = std::string(64, '0')}, actor)) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(gate.remove("iris", actor)) == ErrorCode::kResourceDoesNotExist);
  REQUIRE(gate.set("iris", {.compatible_contract = false}, actor));
  CHECK_FALSE((*gate.settings("iris"))->compatible_contract);
  REQUIRE(gate.remove("iris", actor));
  CHECK_FALSE(gate.settings("iris")->has_value());
}
