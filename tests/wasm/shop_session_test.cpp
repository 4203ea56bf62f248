// Proves what the shop's page gets from its engine: an opened model, faults by code, answers with a
// certainty.
#include "../../wasm/shop/session.h"

#include <array>
#include <catch_amalgamated.hpp>
#include <limits>
#include <string_view>
#include <vector>

#include "calibrate/calibration.h"
#include "model/onnx.h"
#include "model/predict.h"
#include "text/json.h"

using shohin::Certainty;
using shohin::Json;
using shohin::ShopSession;

namespace {

constexpr std::string_view kContract = R"({"schema": "shohin.contract/1", "name": "tree", "version": 1,
  "features": [
    {"name": "length", "kind": "numeric", "unit": "cm", "min": 0.1, "max": 15, "typical": [1, 10], "required": true},
    {"name": "foliage", "kind": "categorical", "categories": ["needle", "leaf"], "required": false}],
  "target": {"name": "species", "classes": [{"name": "pine"}, {"name": "maple"}]}})";

// One tree: up to 5 cm it says pine with `share`, above it maple for certain.
std::vector<std::uint8_t> model_file(float share, Json calibration = {}) {
  shohin::Model model;
  model.calibration = std::move(calibration);
  model.contract = shohin::parse_contract(kContract).value();
  model.record = shohin::JsonObject{{"learner", "random_forest"}};
  auto& trees = model.predictor.emplace<shohin::TreeEnsemble>();
  trees.class_count = 2;
  trees.roots = {0};
  trees.feature = {0, trees.kLeaf, trees.kLeaf};
  trees.test.assign(3, shohin::SplitTest::kAtMost);
  trees.threshold = {5, 0, 0};
  trees.missing_is_true = {1, 0, 0};
  trees.false_child = {2, 0, 1};
  trees.hits = {4, 2, 2};
  trees.leaf_values = {share, 1 - share, 0, 1};
  return shohin::write_onnx(model);
}

// Needles are pine; sets take every class from 0.2 on.
shohin::Calibration calibration() {
  shohin::Calibration out;
  out.conformal = shohin::Conformal{.rows = 50, .least_probability = std::vector<float>(30, 0.2F)};
  out.measurements = shohin::MeasurementShares{.features = {{.feature = 1, .counts = {{40, 0}, {0, 40}}}}};
  return out;
}

Json said(const ShopSession& session) { return shohin::parse_json(session.text()).value(); }

}  // namespace

TEST_CASE("an opened model says its contract and its record", "[shop]") {
  const Json text = said(ShopSession(model_file(1)));
  CHECK(text["ok"].as_bool());
  CHECK(text["contract"]["name"].as_string() == "tree");
  CHECK(text["record"]["learner"].as_string() == "random_forest");
}

TEST_CASE("bytes that are no model are a fault, and nothing can be asked then", "[shop]") {
  const std::array<std::uint8_t, 4> bytes = {1, 2, 3, 4};
  ShopSession session(bytes);
  CHECK_FALSE(said(session)["ok"].as_bool());
  CHECK(said(session)["count"].as_number() >= 1);
  session.check("{}");
  CHECK(said(session)["faults"].as_array()[0]["code"].as_string() == "empty");
  std::array<float, 4> out{};
  CHECK_FALSE(session.answer(std::array<float, 2>{1, 0}, out));
}

TEST_CASE("a form's texts become a row, what is empty being null", "[shop]") {
  ShopSession session(model_file(1));
  session.check(R"({"length": " 2.5 ", "foliage": ""})");
  const Json text = said(session);
  REQUIRE(text["ok"].as_bool());
  CHECK(text["row"].as_array()[0].as_number() == 2.5);
  CHECK(text["row"].as_array()[1].is_null());
  CHECK(text["unusual"].as_array().empty());
}

TEST_CASE("a value outside the usual range is a remark, not a fault", "[shop]") {
  ShopSession session(model_file(1));
  session.check(R"({"length": "12", "foliage": "leaf"})");
  const Json text = said(session);
  REQUIRE(text["ok"].as_bool());
  REQUIRE(text["unusual"].as_array().size() == 1);
  CHECK(text["unusual"].as_array()[0]["field"].as_string() == "length");
}

TEST_CASE("every wrong field is named with its code", "[shop]") {
  const auto [form, code] = GENERATE(table<std::string_view, std::string_view>({
      {R"({"length": ""})", "missing"},
      {R"({"foliage": "leaf"})", "missing"},
      {R"({"length": "ten"})", "not_a_number"},
      {R"({"length": "inf"})", "not_finite"},
      {R"({"length": "16"})", "out_of_range"},
      {R"({"length": "2", "foliage": "cone"})", "unknown_category"},
      {R"({"length": "2", "colour": "red"})", "unknown_field"},
      {R"({"length": ]})", "bad_syntax"},
      {R"({"length": )", "truncated"},
  }));
  CAPTURE(form);
  ShopSession session(model_file(1));
  session.check(form);
  const Json text = said(session);
  CHECK_FALSE(text["ok"].as_bool());
  REQUIRE(text["faults"].as_array().size() == 1);
  CHECK(text["faults"].as_array()[0]["code"].as_string() == code);
}

TEST_CASE("an answer holds the probabilities, the best class and how sure it is", "[shop]") {
  const ShopSession session(model_file(0.75F));
  std::array<float, 4> out{};
  REQUIRE(session.answer(std::array<float, 2>{2, std::numeric_limits<float>::quiet_NaN()}, out));
  CHECK(out == std::array<float, 4>{0.75F, 0.25F, 0, static_cast<float>(Certainty::kLikely)});
  REQUIRE(session.answer(std::array<float, 2>{9, 1}, out));
  CHECK(out == std::array<float, 4>{0, 1, 1, static_cast<float>(Certainty::kVeryLikely)});
}

TEST_CASE("what stands behind an answer is told when asked", "[shop]") {
  ShopSession session(model_file(0.75F, shohin::calibration_json(calibration())));
  session.explain(std::array<float, 2>{2, std::numeric_limits<float>::quiet_NaN()});
  const Json text = said(session);
  REQUIRE(text["ok"].as_bool());
  REQUIRE(text["prediction_set"].as_array().size() == 2);  // 0.75 and 0.25, both from 0.2 on
  CHECK(text["prediction_set"].as_array()[0].as_string() == "pine");
  REQUIRE(text["next_measurements"].as_array().size() == 1);
  CHECK(text["next_measurements"].as_array()[0]["feature"].as_string() == "foliage");
  CHECK(text["explanation"]["unit"].as_string() == "probability");
  const double base = 0.375, score = 0.75;  // half of the training rows went each way
  CHECK(text["explanation"]["base"]["pine"].as_number() == base);
  CHECK(text["explanation"]["contributions"]["pine"]["length"].as_number() == Catch::Approx(score - base));
}

TEST_CASE("a model that knows nothing of its certainty is explained all the same", "[shop]") {
  ShopSession session(model_file(1));
  session.explain(std::array<float, 2>{2, 1});
  const Json text = said(session);
  CHECK(text["ok"].as_bool());
  CHECK_FALSE(text.has("prediction_set"));
  CHECK_FALSE(text.has("novelty"));
  CHECK(text.has("explanation"));
}

TEST_CASE("a row of another length is not explained", "[shop]") {
  ShopSession session(model_file(1));
  session.explain(std::array<float, 1>{2});
  CHECK_FALSE(said(session)["ok"].as_bool());
}

TEST_CASE("a calibration that cannot be computed with is a fault", "[shop]") {
  const Json broken = shohin::JsonObject{{"schema", "shohin.calibration/1"}, {"temperature", 0}};
  const ShopSession session(model_file(1, broken));
  CHECK_FALSE(said(session)["ok"].as_bool());
  CHECK(said(session)["faults"].as_array()[0]["field"].as_string() == "shohin.calibration.temperature");
}

TEST_CASE("rows and answers of another length are refused untouched", "[shop]") {
  const ShopSession session(model_file(1));
  std::array<float, 4> out = {7, 7, 7, 7};
  CHECK_FALSE(session.answer(std::array<float, 3>{1, 0, 0}, out));
  CHECK_FALSE(session.answer(std::array<float, 2>{1, 0}, std::span(out).first(3)));
  CHECK(out == std::array<float, 4>{7, 7, 7, 7});
}

TEST_CASE("the bounds of certainty belong to the surer side", "[shop]") {
  CHECK(shohin::certainty_of(0.9F) == Certainty::kVeryLikely);
  CHECK(shohin::certainty_of(0.89F) == Certainty::kLikely);
  CHECK(shohin::certainty_of(0.75F) == Certainty::kLikely);
  CHECK(shohin::certainty_of(0.74F) == Certainty::kPossible);
  CHECK(shohin::certainty_of(0.6F) == Certainty::kPossible);
  CHECK(shohin::certainty_of(0.59F) == Certainty::kUnsure);
}
