// Proves that the table of settings is whole for every learner, and that settings that do not go together are
// refused by name.
#include "learn/settings.h"

#include <catch_amalgamated.hpp>
#include <set>

using shohin::FaultCode;
using shohin::Json;
using shohin::kLearners;
using shohin::Learner;

namespace {

shohin::Fault fault_of(Learner learner, std::string_view json) {
  const auto config = shohin::read_config(learner, shohin::parse_json(json).value());
  REQUIRE_FALSE(config);
  return config.error().first();
}

}  // namespace

TEST_CASE("every learner has a name and whole rows of settings", "[learn][settings]") {
  for (const Learner learner : kLearners) {
    CHECK(shohin::find_learner(shohin::learner_name(learner)) == learner);
    std::set<std::string> names;
    const Json rows = shohin::settings_json(learner);
    for (const Json& row : rows.as_array()) {
      CAPTURE(row["name"].as_string());
      CHECK(names.insert(row["name"].as_string()).second);
      CHECK_FALSE(row["help"].as_string().empty());
      CHECK_FALSE(row["default"].is_null());
      if (row["type"].as_string() == "choice") CHECK(row["choices"].as_array().size() >= 2);
      if (row["type"].as_string() == "integer" || row["type"].as_string() == "number")
        CHECK(row["most"].as_number() > row["least"].as_number());
    }
    CHECK(names.size() >= 5);
  }
}

TEST_CASE("every learner's defaults are read back as they are written", "[learn][settings]") {
  for (const Learner learner : kLearners) {
    const Json written = shohin::config_json(shohin::default_config(learner));
    const auto read = shohin::read_config(learner, written);
    REQUIRE(read);
    CHECK(shohin::write_json(shohin::config_json(*read)) == shohin::write_json(written));
  }
}

TEST_CASE("a setting of another learner is refused by name", "[learn][settings]") {
  const shohin::Fault fault = fault_of(Learner::kExtraTrees, R"({"learning_rate": 0.1})");
  CHECK(fault.code == FaultCode::kUnknownField);
  CHECK(fault.field == "learning_rate");
}

TEST_CASE("early stopping needs rows to stop by, and rounds left to stop before", "[learn][settings]") {
  const auto fault = [](std::string_view json) { return fault_of(Learner::kGradientBoosting, json); };
  CHECK(fault(R"({"validation_fraction": 0.1})").field == "validation_fraction");
  CHECK(fault(R"({"early_stopping_rounds": 5, "validation_fraction": 0})").field == "early_stopping_rounds");
  CHECK(fault(R"({"early_stopping_rounds": 100})").expected == "n_estimators > 100");
  CHECK(fault(R"({"early_stopping_rounds": 100})").code == FaultCode::kContradiction);
  const auto config = shohin::read_config(Learner::kGradientBoosting,
                                          shohin::parse_json(R"({"early_stopping_rounds": 5})").value());
  REQUIRE(config);
  CHECK(config->validation_fraction == 0.1);
}

TEST_CASE("settings that do not go together are refused by name", "[learn][settings]") {
  const shohin::Fault fault = fault_of(Learner::kRandomForest, R"({"bootstrap": false, "max_samples": 0.5})");
  CHECK(fault.code == FaultCode::kContradiction);
  CHECK(fault.field == "max_samples");
  CHECK(fault.expected == "bootstrap = true");
}

TEST_CASE("a share of rows or features is the nearest number of them, and never none", "[learn][settings]") {
  CHECK(shohin::rounded_share(64, 0.5) == 32);
  CHECK(shohin::rounded_share(5, 0.5) == 3);
  CHECK(shohin::rounded_share(5, 0.49) == 2);
  CHECK(shohin::rounded_share(5, 0.01) == 1);
  CHECK(shohin::rounded_share(4'000'000'000U, 1) == 4'000'000'000U);
}
