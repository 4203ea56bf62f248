// Proves the Open Inference Protocol v2: health, metadata, tensors in JSON and in bytes, and its errors.
#include <catch_amalgamated.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "scoring_fixture.h"
#include "serving/tensor.h"

namespace shohin {
namespace {

using nlohmann::json;

constexpr const char* kMatrix =
    R"({"id": "42", "inputs": [{"name": "features", "shape": [2, 4], "datatype": "FP32",
    "data": [5.1, 3.5, 1.4, 0.2, 6.3, 3.3, 6, 2.5]}]})";

json parsed(const std::string& raw, int status = 200) {
  INFO(raw);
  REQUIRE(status_of_answer(raw) == status);
  return json::parse(body_of_answer(raw));
}

TEST_CASE("server and models tell their state and shapes", "[serving]") {
  Shop shop;
  CHECK(parsed(shop.get("/v2"))["name"] == "shohin");
  CHECK(parsed(shop.get("/v2"))["extensions"] == json({"binary_tensor_data"}));
  CHECK(parsed(shop.get("/v2/health/live"))["live"] == true);
  CHECK(parsed(shop.get("/v2/health/ready"), 503)["ready"] == false);
  CHECK(parsed(shop.get("/v2/models/cactus"), 404).contains("error"));
  shop.serve("iris");
  CHECK(parsed(shop.get("/v2/health/ready"))["ready"] == true);
  CHECK(parsed(shop.get("/v2/models/iris/ready")) == json({{"name", "iris"}, {"ready", true}}));
  const auto about = parsed(shop.get("/v2/models/iris"));
  CHECK(about["name"] == "iris");
  CHECK(about["versions"] == json({"3"}));
  CHECK(about["inputs"] == json::parse(R"([{"name": "features", "datatype": "FP32", "shape": [-1, 4]}])"));
  CHECK(about["outputs"][1] ==
        json::parse(R"({"name": "probabilities", "datatype": "FP32", "shape": [-1, 3]})"));
}

TEST_CASE("rows are inferred flat and nested, with all outputs or those that are asked for", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto answer = parsed(shop.post(kMatrix, "/v2/models/iris/infer"));
  CHECK(answer["model_name"] == "iris");
  CHECK(answer["model_version"] == "3");
  CHECK(answer["id"] == "42");
  REQUIRE(answer["outputs"].size() == 2);
  CHECK(answer["outputs"][0]["data"] == json({"setosa", "virginica"}));
  CHECK(answer["outputs"][0]["datatype"] == "BYTES");
  CHECK(answer["outputs"][1]["shape"] == json({2, 3}));
  CHECK(answer["outputs"][1]["data"].size() == 6);
  const auto nested = parsed(shop.post(
      R"({"inputs": [{"name": "features", "shape": [2, 4], "datatype": "FP64",
          "data": [[5.1, 3.5, 1.4, 0.2], [6.3, 3.3, 6, 2.5]]}], "outputs": [{"name": "probabilities"}]})",
      "/v2/models/iris/infer"));
  CHECK_FALSE(nested.contains("id"));
  REQUIRE(nested["outputs"].size() == 1);
  CHECK(nested["outputs"][0] == answer["outputs"][1]);
  CHECK(shop.counted == "iris/setosa iris/virginica iris/setosa iris/virginica ");
}

TEST_CASE("a column may come as a tensor of its own, categories as texts", "[serving]") {
  Shop shop;
  shop.serve("bonsai", train_example("bonsai"));
  const auto column = [](const char* name, const char* type, const char* data, const char* shape = "[2]") {
    return std::string(R"({"name": ")") + name + R"(", "shape": )" + shape + R"(, "datatype": ")" + type +
           R"(", "data": )" + data + "}";
  };
  const auto basic = column("leaf_length", "FP32", "[8, 3]") + "," +
                     column("leaf_width", "FP32", "[0.12, 2]") + "," +
                     column("branch_thickness", "FP64", "[[60], [30]]", "[2, 1]") + "," +
                     column("height", "INT64", "[55, 30]");
  const auto infer = [&](const std::string& inputs) {
    return shop.post("{\"inputs\": [" + inputs + "]}", "/v2/models/bonsai/infer");
  };
  const auto plain = parsed(infer(basic));
  CHECK(plain["outputs"][0]["data"][0] == "pine");
  const auto names = parsed(infer(basic + "," + column("root_system", "BYTES", R"(["tap", ""])")));
  const auto indices = parsed(infer(basic + "," + column("root_system", "INT32", "[1, null]")));
  CHECK(names["outputs"] == indices["outputs"]);
  for (const auto& bad :
       {column("root_system", "BYTES", R"(["tap", "wings"])"), column("root_system", "INT32", "[1, 9]"),
        column("age", "BYTES", R"(["1", "2"])"), column("colour", "FP32", "[1, 2]"),
        column("age", "FP32", "[1]", "[1]"), column("age", "FP32", "[1, 2, 3, 4]", "[2, 2]")}) {
    INFO(bad);
    CHECK(parsed(infer(basic + "," + bad), 400).contains("error"));
  }
  CHECK(parsed(infer(column("height", "FP32", "[1, 2]")), 400)["error"].get<std::string>().find(
            "leaf_length") != std::string::npos);
}

std::string bytes_of(const std::vector<float>& numbers) { return binary_floats(numbers); }

TEST_CASE("tensors may follow the JSON as bytes, and answer so", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const std::string head = R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32",
      "parameters": {"binary_data_size": 16}}], "outputs": [{"name": "label", "parameters": {"binary_data": true}},
      {"name": "probabilities", "parameters": {"binary_data": true}}]})";
  const auto headers = "Content-Type: application/octet-stream\r\nInference-Header-Content-Length: " +
                       std::to_string(head.size()) + "\r\n";
  const auto raw =
      shop.send("POST", "/v2/models/iris/infer", head + bytes_of({5.1F, 3.5F, 1.4F, 0.2F}), headers);
  REQUIRE(status_of_answer(raw) == 200);
  const auto at = raw.find("Inference-Header-Content-Length: ");
  REQUIRE(at != std::string::npos);
  const auto length = std::stoul(raw.substr(at + 33));
  const auto body = body_of_answer(raw);
  const auto answer = json::parse(body.substr(0, length));
  CHECK(answer["outputs"][0]["parameters"]["binary_data_size"] == 10);
  CHECK(answer["outputs"][1]["parameters"]["binary_data_size"] == 12);
  CHECK(body.substr(length, 10) == std::string("\6\0\0\0setosa", 10));
  std::vector<float> probabilities(3);
  REQUIRE(body.size() == length + 22);
  std::memcpy(probabilities.data(), body.data() + length + 10, 12);
  CHECK(probabilities[0] > 0.5F);
  for (const auto& wrong :
       {"Inference-Header-Content-Length: 99999\r\n", "Inference-Header-Content-Length: x\r\n"}) {
    CHECK(status_of_answer(shop.send("POST", "/v2/models/iris/infer", head, wrong)) == 400);
  }
}

TEST_CASE("every datatype of the protocol is read from its bytes", "[serving]") {
  const auto read = [](const char* type, std::string_view bytes, const std::string& shape = "[1]") {
    const auto document =
        parse_json(std::string(R"({"name": "x", "shape": )") + shape + R"(, "datatype": ")" + type +
                   R"(", "parameters": {"binary_data_size": )" + std::to_string(bytes.size()) + "}}");
    return read_tensor(*document, bytes);
  };
  using namespace std::string_view_literals;
  CHECK(read("BOOL", "\1"sv)->numbers[0] == 1);
  CHECK(read("INT8", "\xff"sv)->numbers[0] == -1);
  CHECK(read("UINT8", "\xff"sv)->numbers[0] == 255);
  CHECK(read("INT16", "\xfe\xff"sv)->numbers[0] == -2);
  CHECK(read("UINT16", "\0\1"sv)->numbers[0] == 256);
  CHECK(read("INT32", "\1\0\0\0"sv)->numbers[0] == 1);
  CHECK(read("UINT32", "\0\0\0\x80"sv)->numbers[0] == 2147483648.0);
  CHECK(read("INT64", "\xff\xff\xff\xff\xff\xff\xff\xff"sv)->numbers[0] == -1);
  CHECK(read("UINT64", "\1\0\0\0\0\0\0\0"sv)->numbers[0] == 1);
  CHECK(read("FP32", "\0\0\xc0\x3f"sv)->numbers[0] == 1.5);
  CHECK(read("FP64", "\0\0\0\0\0\0\xf8\x3f"sv)->numbers[0] == 1.5);
  CHECK(read("FP16", "\0\x3e"sv)->numbers[0] == 1.5);
  CHECK(read("FP16", "\0\xc0"sv)->numbers[0] == -2);
  CHECK(read("FP16", "\1\0"sv)->numbers[0] == std::ldexp(1.0, -24));
  CHECK(std::isinf(read("FP16", "\0\x7c"sv)->numbers[0]));
  CHECK(std::isnan(read("FP16", "\1\x7c"sv)->numbers[0]));
  CHECK(read("BYTES", "\2\0\0\0ab\0\0\0\0"sv, "[2]")->texts == std::vector<std::string>{"ab", ""});
  CHECK_FALSE(read("BYTES", "\5\0\0\0ab"sv).has_value());
  CHECK_FALSE(read("BYTES", "\5\0"sv).has_value());
  CHECK_FALSE(read("FP32", "\0\0\xc0"sv).has_value());
  CHECK_FALSE(read("FP32", "\0\0\xc0\x3f"sv, "[2]").has_value());
  CHECK_FALSE(read("FP8", "\0"sv).has_value());
  CHECK_FALSE(read("BOOL", "\5"sv).has_value());
}

TEST_CASE("data in JSON is held against its datatype", "[serving]") {
  const auto read = [](const char* type, const std::string& value) {
    std::string_view none;
    return read_tensor(*parse_json(std::string(R"({"name": "x", "shape": [1], "datatype": ")") + type +
                                   R"(", "data": [)" + value + "]}"),
                       none);
  };
  const std::pair<const char*, std::vector<std::string>> taken[] = {
      {"BOOL", {"true", "false", "0", "1", "null"}},
      {"UINT8", {"0", "255", "5.0"}},
      {"UINT16", {"65535"}},
      {"UINT32", {"4294967295"}},
      {"UINT64", {"18446744073709551615"}},
      {"INT8", {"-128", "127"}},
      {"INT16", {"-32768", "32767"}},
      {"INT32", {"-2147483648", "2147483647", "null"}},
      {"INT64", {"-9223372036854775808", "9223372036854775807"}},
      {"FP16", {"5.1"}},
      {"FP32", {"5.1", "-3"}},
      {"FP64", {"5.1", "1e300"}},
      {"BYTES", {R"("5.1")"}}};
  const std::pair<const char*, std::vector<std::string>> refused[] = {
      {"BOOL", {"2", "-1", "0.5", "5.1", R"("true")"}},
      {"UINT8", {"-5", "256", "5.1", "true"}},
      {"UINT16", {"-1", "65536"}},
      {"UINT32", {"-1", "4294967296"}},
      {"UINT64", {"-1", "1e20"}},
      {"INT8", {"-129", "128"}},
      {"INT16", {"-32769", "32768"}},
      {"INT32", {"5.1", "2147483648", "-2147483649", "false", R"("5")"}},
      {"INT64", {"1e19", "-1e19", "0.5"}},
      {"FP32", {"true", R"("5.1")", "{}"}},
      {"BYTES", {"5", "null", "true"}}};
  for (const auto& [type, values] : taken) {
    for (const auto& value : values) {
      INFO(type << " " << value);
      CHECK(read(type, value).has_value());
    }
  }
  for (const auto& [type, values] : refused) {
    for (const auto& value : values) {
      INFO(type << " " << value);
      const auto tensor = read(type, value);
      REQUIRE_FALSE(tensor.has_value());
      CHECK(tensor.error().code == ErrorCode::kBadRequest);
      CHECK(tensor.error().message.starts_with("inputs.x: "));
      CHECK(tensor.error().message.find(type) != std::string::npos);
    }
  }
  CHECK(read("INT32", "5.1").error().message == "inputs.x: 'data' holds 5.1, which is no INT32.");
  CHECK(read("BYTES", "[]").has_value() == false);
}

TEST_CASE("what a request says wrongly is refused, not passed over", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const std::string row =
      R"("inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [5.1, 3.5, 1.4, 0.2]}])";
  const auto refusal = [&](const std::string& body) {
    return parsed(shop.post(body, "/v2/models/iris/infer"), 400)["error"].get<std::string>();
  };
  CHECK(parsed(shop.post("{" + row + R"(, "id": null, "outputs": null})", "/v2/models/iris/infer"))["outputs"]
            .size() == 2);
  CHECK(refusal("{" + row + R"(, "id": 5})").starts_with("id: "));
  for (const auto* outputs : {"5", "{}", R"("label")", "[5]", "[{}]"})
    CHECK(refusal("{" + row + R"(, "outputs": )" + outputs + "}").starts_with("outputs: "));
  const auto unknown = refusal(
      R"({"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [5.1, 3.5, 1.4, 0.2]}]})");
  CHECK(unknown ==
        "inputs: the model has no input 'x'; it has 'features', or instead a column for each feature: "
        "sepal_length, sepal_width, petal_length, petal_width.");
  const auto long_name = refusal(R"({"inputs": [{"name": ")" + std::string(3000, 'n') +
                                 R"(", "shape": [1], "datatype": "FP32", "data": [5.1]}]})");
  CHECK(long_name.size() < 300);
}

TEST_CASE("bytes behind the last tensor are refused", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto ask = [&](const std::string& size, const std::string& bytes) {
    const auto head = R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32",
        "parameters": {"binary_data_size": )" +
                      size + "}}]}";
    return status_of_answer(
        shop.send("POST", "/v2/models/iris/infer", head + bytes,
                  "Inference-Header-Content-Length: " + std::to_string(head.size()) + "\r\n"));
  };
  const auto row = bytes_of({5.1F, 3.5F, 1.4F, 0.2F});
  CHECK(ask("16", row) == 200);
  CHECK(ask("16", row + "x") == 400);
  CHECK(ask("16.5", row + "x") == 400);
  CHECK(ask(R"("16")", row) == 400);
}

TEST_CASE("what does not fit together is a 400 with one text", "[serving]") {
  Shop shop;
  shop.serve("iris");
  for (
      const auto* body :
      {"", "{", "[]", "{}", R"({"inputs": []})", R"({"inputs": [{}]})", R"({"inputs": 5})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32"}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP7", "data": [1, 2, 3, 4]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 5], "datatype": "FP32", "data": [1, 2, 3, 4]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 3], "datatype": "FP32", "data": [1, 2, 3]}]})",
       R"({"inputs": [{"name": "features", "shape": [-1, 4], "datatype": "FP32", "data": [1, 2, 3, 4]}]})",
       R"({"inputs": [{"name": "features", "shape": [1e9, 1e9], "datatype": "FP32", "data": [1]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": ["1", 2, 3, 4]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "BYTES", "data": ["1", "2", "3", "4"]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [-5, 3.5, 1.4, 0.2]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [null, 3.5, 1.4, 0.2]}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32",
            "parameters": {"binary_data_size": 16}}]})",
       R"({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [5.1, 3.5, 1.4, 0.2]}],
            "outputs": [{"name": "logits"}]})"}) {
    INFO(body);
    const auto answer = parsed(shop.post(body, "/v2/models/iris/infer"), 400);
    CHECK(answer["error"].is_string());
    CHECK_FALSE(answer.contains("error_code"));
  }
  CHECK(status_of_answer(
            shop.send("POST", "/v2/models/iris/infer", kMatrix, "Content-Type: text/plain\r\n")) == 415);
  CHECK(parsed(shop.get("/v2/nothing"), 404).contains("error"));
  CHECK(shop.counted.empty());
}

TEST_CASE("a version is asked by number or alias, by viewers", "[serving]") {
  Shop shop;
  shop.serve("iris");
  shop.shelved.add("iris", "1", shop.write("1", train_example("iris")));
  const std::string path = "/v2/models/iris/versions/1";
  CHECK(status_of_answer(shop.get(path)) == 401);
  CHECK(parsed(shop.get(path, kToken))["versions"] == json({"1"}));
  CHECK(parsed(shop.get(path + "/ready", kToken))["ready"] == true);
  const auto raw =
      shop.send("POST", path + "/infer", kMatrix, std::string("Content-Type: application/json\r\n") + kToken);
  CHECK(parsed(raw)["model_version"] == "1");
}

}  // namespace
}  // namespace shohin
