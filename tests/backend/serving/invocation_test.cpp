// Proves MLflow's scoring protocol: its forms, its lenience and its faults. tests/interop holds it against
// MLflow.
#include <catch_amalgamated.hpp>

#include "scoring_fixture.h"

namespace shohin {
namespace {

using nlohmann::json;

constexpr const char* kIris[] = {
    R"({"dataframe_split": {"columns": ["petal_length", "petal_width", "sepal_length", "sepal_width"],
        "data": [[1.4, 0.2, 5.1, 3.5], [6, 2.5, 6.3, 3.3]], "index": [7, 9]}})",
    R"({"dataframe_records": [{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2},
        {"petal_width": 2.5, "petal_length": 6, "sepal_width": 3.3, "sepal_length": 6.3, "colour": "red"}]})",
    R"({"inputs": {"sepal_length": [5.1, 6.3], "sepal_width": [3.5, 3.3], "petal_length": [1.4, 6],
        "petal_width": [0.2, 2.5]}, "params": {"anything": 1}})",
    R"({"instances": [{"sepal_length": "5.1", "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2},
        {"sepal_length": 6.3, "sepal_width": 3.3, "petal_length": 6, "petal_width": 2.5}]})"};

json predictions(const std::string& raw) {
  INFO(raw);
  REQUIRE(status_of_answer(raw) == 200);
  return json::parse(body_of_answer(raw))["predictions"];
}

TEST_CASE("every form of MLflow's scoring protocol gives the same answer", "[serving]") {
  Shop shop;
  shop.serve("iris");
  json first;
  for (const auto* body : kIris) {
    INFO(body);
    const auto answer = predictions(shop.post(body, "/invocations"));
    REQUIRE(answer.size() == 2);
    CHECK(answer[0]["prediction"] == "setosa");
    CHECK(answer[1]["prediction"] == "virginica");
    CHECK(answer[0]["confidence"] == answer[0]["p_setosa"]);
    CHECK(answer[0].size() == 5);
    if (first.is_null()) first = answer;
    CHECK(answer == first);
  }
  const auto csv =
      "sepal_width,sepal_length,colour,petal_length,petal_width\n3.5,5.1,red,1.4,0.2\n3.3,6.3,,6,2.5\n";
  CHECK(predictions(shop.send("POST", "/invocations", csv, "Content-Type: text/csv; charset=utf-8\r\n")) ==
        first);
  CHECK(predictions(shop.post(kIris[0], "/models/iris/invocations")) == first);
}

TEST_CASE("what is missing may be null, NaN, empty or not there", "[serving]") {
  Shop shop;
  shop.serve("bonsai", train_example("bonsai"));
  const std::string row = R"("leaf_length": 8, "leaf_width": 0.12, "branch_thickness": 60, "height": 55)";
  json first;
  for (const auto* more :
       {"", R"(, "age": null)", R"(, "age": NaN)", R"(, "root_system": null, "age": "")"}) {
    const auto answer = predictions(
        shop.post(R"({"dataframe_records": [{)" + row + more + "}]}", "/models/bonsai/invocations"));
    if (first.is_null()) first = answer;
    CHECK(answer == first);
  }
  CHECK(predictions(shop.post(R"({"inputs": {)" + row + "}}", "/models/bonsai/invocations")) == first);
}

TEST_CASE("pandas' words for what is missing are missing in a CSV", "[serving]") {
  Shop shop;
  auto model = train_example("bonsai");
  shop.serve("bonsai", model);
  const auto csv = [&](const std::string& age, const std::string& bark, const char* name = "bonsai") {
    return shop.send("POST", "/models/" + std::string(name) + "/invocations",
                     "leaf_length,leaf_width,branch_thickness,height,age,root_system\n8,0.12,60,55," + age +
                         "," + bark + "\n",
                     "Content-Type: text/csv\r\n");
  };
  const auto expected = predictions(csv("", ""));
  for (const auto* word : {"#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND",
                           "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}) {
    CHECK(predictions(csv(word, word)) == expected);
    CHECK(predictions(csv("\"" + std::string(word) + "\"", "")) == expected);
  }
  for (const auto* word : {"NAN", "none", "missing", "-"}) {
    CHECK(status_of_answer(csv(word, "")) == 400);
    CHECK(status_of_answer(csv("", word)) == 400);
  }
  auto& categories = model.contract.features[6].categories;
  REQUIRE(model.contract.features[6].name == "root_system");
  const auto tap = csv("", categories[1].name);
  categories[1].name = "None";
  shop.serve("named", model);
  CHECK(predictions(csv("", "None", "named")) == predictions(tap));
  const auto required = shop.send("POST", "/models/bonsai/invocations",
                                  "leaf_length,leaf_width,branch_thickness,height\n8,0.12,60,NaN\n",
                                  "Content-Type: text/csv\r\n");
  CHECK(status_of_answer(required) == 400);
  CHECK(body_of_answer(required).find("height") != std::string::npos);
  CHECK(status_of_answer(shop.post(
            R"({"dataframe_records": [{"leaf_length": 8, "leaf_width": 0.12, "branch_thickness": 60,
                "height": 55, "root_system": "None"}]})",
            "/models/bonsai/invocations")) == 400);
}

TEST_CASE("the index of a split and columns that no model knows are passed over", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto first = predictions(shop.post(kIris[0], "/invocations"));
  for (const auto* more : {R"(, "index": [1])", R"(, "index": [1, 2, 3])", R"(, "index": 5)", ""}) {
    const auto body =
        R"({"dataframe_split": {"columns": ["x", "petal_length", "petal_width", "x", "sepal_length",
        "sepal_width"], "data": [[0, 1.4, 0.2, 1, 5.1, 3.5], [0, 6, 2.5, 1, 6.3, 3.3]])" +
        std::string(more) + "}}";
    CHECK(predictions(shop.post(body, "/invocations")) == first);
  }
  const auto twice = shop.send(
      "POST", "/invocations",
      "sepal_width,sepal_length,petal_length,petal_width,sepal_width\n3.5,5.1,1.4,0.2,99\n3.3,6.3,6,2.5,99\n",
      "Content-Type: text/csv\r\n");
  CHECK(predictions(twice) == first);
}

TEST_CASE("a broken schema and a malformed request are told apart as MLflow does", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto fault = [&](const std::string& body, const std::string& type = "application/json") {
    const auto raw = shop.send("POST", "/invocations", body, "Content-Type: " + type + "\r\n");
    INFO(body << " -> " << raw);
    CHECK(status_of_answer(raw) == 400);
    return json::parse(body_of_answer(raw));
  };
  const auto schema = fault(R"({"dataframe_records": [{"sepal_length": 1}]})");
  CHECK(schema["error_code"] == "INVALID_PARAMETER_VALUE");
  CHECK(schema["sqlstate"] == "KAM01");
  CHECK(schema["error_class"] == "SCHEMA_ENFORCEMENT_FAILED");
  CHECK(schema["message"].get<std::string>().find("'petal_width'") != std::string::npos);
  for (const auto* body :
       {R"({"dataframe_split": {"data": [[1, 2, 3, 4]]}})", R"({"instances": []})", R"({"inputs": []})",
        R"({"inputs": [[5, 3, 1, 1]]})", R"({"inputs": [5, null]})", R"({"inputs": 5})",
        R"({"instances": null})", R"({"inputs": {}})",
        R"({"dataframe_split": {"columns": ["sepal_length", "sepal_width", "petal_length", "petal_width",
            "sepal_width"], "data": [[5, 3, 1, 0.2, 9]]}})"}) {
    CHECK(fault(body)["error_code"] == "INVALID_PARAMETER_VALUE");
  }
  for (const auto* body :
       {"", "{", "[]", "5", "{}", R"({"columns": [], "data": []})", R"({"inputs": "x"})",
        R"({"inputs": [["x"]]})", R"({"inputs": [1, {}]})", R"({"dataframe_records": {"a": 1}})",
        R"({"dataframe_records": [5]})", R"({"dataframe_split": []})",
        R"({"dataframe_split": {"columns": ["a"], "data": [[1, 2]]}})",
        R"({"dataframe_split": {"data": [1]}})",
        R"({"dataframe_split": {"columns": ["a"], "data": [[1]], "rows": 1}})",
        R"({"inputs": {"sepal_length": [1], "sepal_width": [1, 2]}})",
        R"({"inputs": {}, "instances": []})"}) {
    CHECK(fault(body)["error_code"] == "BAD_REQUEST");
  }
  const auto value =
      fault(R"({"inputs": {"sepal_length": [5, -1], "sepal_width": [3, 3], "petal_length": [1, 1],
                               "petal_width": [0.2, 0.2]}})");
  CHECK(value["error_code"] == "BAD_REQUEST");
  CHECK(value["message"].get<std::string>().find("Row 2, sepal_length") != std::string::npos);
  CHECK(fault("a,b\n1,2,3\n", "text/csv")["error_code"] == "BAD_REQUEST");
  CHECK(fault("", "text/csv")["error_code"] == "BAD_REQUEST");
  CHECK(shop.counted.empty());
}

TEST_CASE("other content types are refused as text", "[serving]") {
  Shop shop;
  shop.serve("iris");
  for (const auto* type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: application/vnd.apache.parquet\r\n",
        "Content-Type: application/json; charset=latin-1\r\n",
        "Content-Type: application/json; format=pandas-split\r\n", "Content-Type: ;\r\n"}) {
    const auto raw = shop.send("POST", "/invocations", kIris[0], type);
    INFO(type);
    CHECK(status_of_answer(raw) == 415);
    CHECK(raw.find("Content-Type: text/plain") != std::string::npos);
  }
  CHECK(status_of_answer(shop.get("/invocations")) == 405);
}

}  // namespace
}  // namespace shohin
