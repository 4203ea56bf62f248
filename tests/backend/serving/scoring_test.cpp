// Proves what POST /predict and GET /contract answer, to good rows and to each kind of bad one.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "scoring_fixture.h"

namespace shohin {
namespace {

using nlohmann::json;

TEST_CASE("the three bodies of /predict give one answer", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto first = shop.answer(kSetosa);
  CHECK(first["prediction"] == "setosa");
  CHECK(first["class_index"] == 0);
  CHECK(first["confidence"] == first["probabilities"]["setosa"]);
  CHECK(first["probabilities"].size() == 3);
  CHECK(first["model"]["name"] == "iris");
  CHECK(first["model"]["version"] == "3");
  CHECK(first["model"]["digest"].get<std::string>().starts_with("sha256:"));
  CHECK(first["warnings"] == json::array());
  const std::string named =
      R"({"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2})";
  CHECK(shop.answer(named) == first);
  CHECK(shop.answer("{\"features\": " + named + "}") == first);
  CHECK(shop.answer(kSetosa, "/models/iris/predict") == first);
  CHECK(shop.counted == "iris/setosa iris/setosa iris/setosa iris/setosa ");
}

TEST_CASE("probabilities are the float32 values of the engine", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const std::vector<float> row = {6.1F, 2.8F, 4.9F, 1.6F};
  std::vector<float> expected(3);
  shop.models.find("iris")->predictor.predict(row, expected);
  const auto answer = shop.answer(R"({"features": [6.1, 2.8, 4.9, 1.6]})");
  std::size_t i = 0;
  for (const auto* name : {"setosa", "versicolor", "virginica"}) {
    CHECK(static_cast<float>(answer["probabilities"][name].get<double>()) == expected[i++]);
  }
}

TEST_CASE("a calibrated model says which classes a row may be of", "[serving]") {
  Shop shop;
  shop.serve_calibrated();
  const auto sure = shop.answer(R"({"features": [8, 0.12, 60, 55]})", "/models/bonsai/predict");
  CHECK(sure["prediction_set"] == json({"pine"}));
  CHECK(sure["warnings"] == json::array());
  CHECK_FALSE(sure.contains("explanation"));
  CHECK_FALSE(sure.contains("next_measurements"));
  bool unsure = false;
  for (double width = 2; width < 4.5 && !unsure; width += 0.1) {
    const std::string row = "[3.4, " + std::to_string(width) + ", 32, 24]";
    const auto answer = shop.answer("{\"features\": " + row + "}", "/models/bonsai/predict");
    REQUIRE(answer["prediction_set"].size() >= 1);
    CHECK(answer["prediction_set"][0] == answer["prediction"]);
    unsure = answer["prediction_set"].size() > 1;
  }
  CHECK(unsure);
}

TEST_CASE("a row unlike the training data is answered with a warning", "[serving]") {
  Shop shop;
  shop.serve_calibrated();
  const auto answer = shop.answer(R"({"features": [30, 0.02, 2, 200]})", "/models/bonsai/predict");
  const auto warnings = answer["warnings"];
  const auto strange = std::find_if(warnings.begin(), warnings.end(),
                                    [](const json& one) { return one["code"] == "unlike_training"; });
  REQUIRE(strange != warnings.end());
  CHECK((*strange)["message"].get<std::string>().find("unlike") != std::string::npos);
}

TEST_CASE("an answer is explained when asked", "[serving]") {
  Shop shop;
  shop.serve_calibrated();
  const auto answer = shop.answer(R"({"features": [8, 0.12, 60, 55]})", "/models/bonsai/predict?explain=1");
  const auto explanation = answer["explanation"];
  CHECK(explanation["unit"] == "probability");
  double total = explanation["base"]["pine"];
  for (const auto& [name, value] : explanation["contributions"]["pine"].items()) total += value.get<double>();
  CHECK(total == Catch::Approx(answer["probabilities"]["pine"].get<double>()).margin(1e-6));
  CHECK(answer["novelty"]["unlike_training"] == false);
  CHECK(answer["next_measurements"].is_array());
}

TEST_CASE("a model that cannot be explained says so and answers", "[serving]") {
  Shop shop;
  Model model = train_example("iris");
  auto& hits = std::get<TreeEnsemble>(model.predictor).hits;
  std::fill(hits.begin(), hits.end(), 0.0F);
  shop.serve("iris", model);
  const auto answer = shop.answer(kSetosa, "/predict?explain=1");
  CHECK(answer["prediction"] == "setosa");
  CHECK_FALSE(answer.contains("explanation"));
  REQUIRE(answer["warnings"].size() == 1);
  CHECK(answer["warnings"][0]["field"] == "nodes_hitrates");
}

TEST_CASE("a model whose calibration cannot be computed with is not served", "[serving]") {
  TemporaryDirectory folder;
  Model model = train_example("iris");
  model.calibration = JsonObject{{"schema", "shohin.calibration/1"}, {"conformal", 3}};
  const auto refused = ServedModels::load({"iris", "1", ""}, write_model(folder.path(), model));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.find("shohin.calibration.conformal") != std::string::npos);
}

TEST_CASE("a row that breaks the contract is refused with every fault named", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto raw =
      shop.post(R"({"sepal_length": -1, "sepal_width": "wide", "petal_length": null, "colour": 1})");
  CHECK(status_of_answer(raw) == 422);
  const auto body = json::parse(body_of_answer(raw));
  CHECK(body["error_code"] == "INVALID_PARAMETER_VALUE");
  CHECK_FALSE(body["request_id"].get<std::string>().empty());
  std::map<std::string, std::string> codes;
  for (const auto& fault : body["details"]) codes[fault["field"]] = fault["code"];
  CHECK(codes == std::map<std::string, std::string>{{"sepal_length", "out_of_range"},
                                                    {"sepal_width", "wrong_type"},
                                                    {"petal_length", "missing"},
                                                    {"petal_width", "missing"},
                                                    {"colour", "unknown_field"}});
  const auto one = json::parse(body_of_answer(shop.post(R"({"features": [-1, 3.5, 1.4, 0.2]})")));
  CHECK(one["field"] == "sepal_length");
  CHECK(one["value"] == -1);
  CHECK(one["expected"].get<std::string>().find(" to ") != std::string::npos);
  CHECK(one["message"].get<std::string>().find("sepal_length") != std::string::npos);
}

TEST_CASE("what is not JSON is a 400, and what is no object a 422", "[serving]") {
  Shop shop;
  shop.serve("iris");
  for (const auto* body :
       {"", "{", "nonsense", "{\"features\": [1,]}", "{\"a\": 1, \"a\": 2}", "{\"features\": [NaN]}"}) {
    CHECK(status_of_answer(shop.post(body)) == 400);
  }
  for (const auto* body :
       {"[]", "5", "null", R"({"features": [1]})", R"({"features": [5.1, 3.5, 1.4, 0.2, 9]})", "{}",
        R"({"features": [5.1, 3.5, 1.4, 0.2], "more": 1})", R"({"features": "5.1"})"}) {
    INFO(body);
    CHECK(status_of_answer(shop.post(body)) == 422);
  }
  CHECK(shop.counted.empty());
}

TEST_CASE("a fault of 'features' as a whole names it", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto fault = [&](const char* features) {
    const auto raw = shop.post("{\"features\": " + std::string(features) + "}");
    CHECK(status_of_answer(raw) == 422);
    return json::parse(body_of_answer(raw));
  };
  for (const auto* features : {"5", "null", "\"5.1\"", "true"}) {
    INFO(features);
    const auto body = fault(features);
    CHECK(body["field"] == "features");
    CHECK(body["expected"] == "array or object");
    CHECK_FALSE(body.contains("details"));
  }
  CHECK(fault("5")["message"] == "features: “5” has the wrong type; it must be a JSON array or object.");
  for (const auto* features :
       {"[]", "[5.1, 3.5, 1.4]", "[[5.1, 3.5, 1.4, 0.2]]", "[5.1, 3.5, 1.4, 0.2, 9]"}) {
    const auto body = fault(features);
    CHECK(body["field"] == "features");
    CHECK(body["message"].get<std::string>().starts_with("features: The number of values is "));
  }
  CHECK(fault("[5.1, 3.5, 1.4, -1]")["field"] == "petal_width");
}

TEST_CASE("a feature may be called features", "[serving]") {
  Shop shop;
  auto model = train_example("iris");
  model.contract.features[0].name = "features";
  shop.serve("iris", model);
  const std::string rest = R"("sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2})";
  CHECK(shop.answer(R"({"features": 5.1, )" + rest)["prediction"] == "setosa");
  CHECK(shop.answer(R"({"features": {"features": 5.1, )" + rest + "}")["prediction"] == "setosa");
  CHECK(shop.answer(kSetosa)["prediction"] == "setosa");
  CHECK(json::parse(body_of_answer(shop.post(R"({"features": "wide", )" + rest)))["field"] == "features");
}

TEST_CASE("the query takes explain and nothing else", "[serving]") {
  Shop shop;
  shop.serve("iris");
  CHECK(status_of_answer(shop.post(kSetosa, "/predict?explain=0")) == 200);
  for (const auto* query : {"?explain=2", "?explain=", "?explain=yes"}) {
    const auto raw = shop.post(kSetosa, std::string("/predict") + query);
    CHECK(status_of_answer(raw) == 400);
    CHECK(json::parse(body_of_answer(raw))["field"] == "explain");
  }
  const auto unknown = shop.post(kSetosa, "/predict?threshold=1");
  CHECK(status_of_answer(unknown) == 400);
  CHECK(json::parse(body_of_answer(unknown))["field"] == "threshold");
}

TEST_CASE("any version answers by number and alias, for viewers", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto file = shop.write("other", train_example("iris"));
  shop.shelved.add("iris", "1", file);
  shop.shelved.versions["iris/staging"] = shop.shelved.versions["iris/1"];
  CHECK(status_of_answer(shop.post(kSetosa, "/models/iris/1/predict")) == 401);
  for (const auto* version : {"1", "staging"}) {
    const auto raw = shop.send("POST", std::string("/models/iris/") + version + "/predict?explain=1", kSetosa,
                               std::string("Content-Type: application/json\r\n") + kToken);
    const auto answer = json::parse(body_of_answer(raw));
    CHECK(answer["model"]["version"] == "1");
    CHECK(answer["prediction"] == "setosa");
    CHECK(answer.contains("explanation"));
  }
  CHECK(shop.answer(kSetosa, "/models/iris/production/predict")["model"]["version"] == "3");
  const auto none = shop.send("POST", "/models/iris/7/predict", kSetosa,
                              std::string("Content-Type: application/json\r\n") + kToken);
  CHECK(status_of_answer(none) == 404);
}

TEST_CASE("a row of another model's contract is sent to that model's route", "[serving]") {
  Shop shop;
  shop.serve("iris");
  shop.serve("bonsai");
  const auto raw =
      shop.post(R"({"leaf_length": 2.1, "leaf_width": 1.8, "branch_thickness": 5.5, "height": 25.3})");
  CHECK(status_of_answer(raw) == 422);
  CHECK(raw.find("POST /models/bonsai/predict") != std::string::npos);
  CHECK(shop.post(R"({"leaf_length": -2.1})").find("/models/bonsai/predict") == std::string::npos);
}

TEST_CASE("without a production model the answer says what to do", "[serving]") {
  Shop shop;
  const auto raw = shop.post(kSetosa);
  CHECK(status_of_answer(raw) == 503);
  CHECK(raw.find("alias 'production'") != std::string::npos);
  CHECK(raw.find("--examples on") != std::string::npos);
  shop.serve("bonsai");
  const auto other = shop.post(kSetosa, "/models/cactus/predict");
  CHECK(status_of_answer(other) == 404);
  CHECK(other.find("Served now: bonsai.") != std::string::npos);
}

TEST_CASE("the contract comes with the answer's schema", "[serving]") {
  Shop shop;
  const std::string get = "GET /contract HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  CHECK(status_of_answer(exchange_raw(shop.server->port, get)) == 503);
  shop.serve("iris");
  const auto raw = exchange_raw(shop.server->port, get);
  CHECK(raw.find("Access-Control-Allow-Origin: *\r\n") != std::string::npos);
  const auto contract = json::parse(body_of_answer(raw));
  CHECK(contract["schema"] == "shohin.contract/1");
  CHECK(contract["features"].size() == 4);
  CHECK(contract["response"]["properties"]["prediction"]["enum"] ==
        json({"setosa", "versicolor", "virginica"}));
  CHECK(contract["response"]["required"].size() == 6);
}

}  // namespace
}  // namespace shohin
