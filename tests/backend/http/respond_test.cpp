// Proves the shapes of errors and that what is for the log stays inside.
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "http/respond.h"

namespace shohin {
namespace {

nlohmann::json body_of(const Response& response) {
  return nlohmann::json::parse(std::get<std::string>(response.body));
}

TEST_CASE("one fault names field, value and what would be right", "[http][errors]") {
  const Fault fault{
      .code = FaultCode::kOutOfRange, .field = "sepal_length", .value = "-1", .expected = "0.1 to 15 cm"};
  const auto response =
      error_response({ErrorCode::kInvalidRow, "m", "secret", Faults(fault)}, ErrorShape::kShohin, "id1");
  CHECK(response.status == 422);
  const auto body = body_of(response);
  CHECK(body["error_code"] == "INVALID_PARAMETER_VALUE");
  CHECK(body["message"] == "m");
  CHECK(body["field"] == "sepal_length");
  CHECK(body["value"] == -1);
  CHECK(body["expected"] == "0.1 to 15 cm");
  CHECK(body["request_id"] == "id1");
  CHECK_FALSE(body.contains("details"));
  CHECK(body.dump().find("secret") == std::string::npos);
}

TEST_CASE("a value is a number only where it was one and stays the same", "[http][errors]") {
  const auto value_of = [](FaultCode code, const std::string& value, const std::string& expected = "") {
    const Faults faults(Fault{.code = code, .field = "f", .value = value, .expected = expected});
    return body_of(error_response({ErrorCode::kInvalidRow, "m", {}, faults}, ErrorShape::kShohin, "id"))
        .at("value")
        .dump();
  };
  CHECK(value_of(FaultCode::kOutOfRange, "0") == "0");
  CHECK(value_of(FaultCode::kOutOfRange, "367") == "367");
  CHECK(value_of(FaultCode::kOutOfRange, "-2.5") == "-2.5");
  CHECK(value_of(FaultCode::kOutOfRange, "1.5e300") == "1.5e+300");
  CHECK(value_of(FaultCode::kOutOfRange, "1e5") == "\"1e5\"");
  CHECK(value_of(FaultCode::kOutOfRange, "007") == "\"007\"");
  CHECK(value_of(FaultCode::kNotFinite, "1e999") == "\"1e999\"");
  CHECK(value_of(FaultCode::kNotFinite, "NaN") == "\"NaN\"");
  CHECK(value_of(FaultCode::kOutOfRange, std::string(64, '1')) == '"' + std::string(64, '1') + '"');
  CHECK(value_of(FaultCode::kUnknownCategory, "12") == "\"12\"");
  CHECK(value_of(FaultCode::kDigestMismatch, std::string(12, '1')) == '"' + std::string(12, '1') + '"');
  CHECK(value_of(FaultCode::kWrongType, "12", "number") == "\"12\"");
  CHECK(value_of(FaultCode::kWrongType, "12", "string") == "12");
  CHECK(value_of(FaultCode::kUnknownField, "") == "null");
}

TEST_CASE("several faults stand together in details, each in words", "[http][errors]") {
  Faults faults(Fault{.code = FaultCode::kMissing, .field = "a"});
  faults.add({.code = FaultCode::kUnknownField, .field = "b"});
  const auto body =
      body_of(error_response({ErrorCode::kInvalidRow, "m", {}, faults}, ErrorShape::kShohin, "id"));
  REQUIRE(body["details"].size() == 2);
  CHECK(body["details"][1]["code"] == "unknown_field");
  CHECK(body["details"][1]["field"] == "b");
  CHECK_FALSE(body["details"][1]["message"].get<std::string>().empty());
  CHECK(body["count"] == 2);
}

TEST_CASE("MLflow's shape has error_code and message, as its clients read them", "[http][errors]") {
  const auto response =
      error_response({ErrorCode::kResourceAlreadyExists, "taken", {}, {}}, ErrorShape::kMlflow, "id");
  CHECK(response.status == 400);
  const auto body = body_of(response);
  CHECK(body["error_code"] == "RESOURCE_ALREADY_EXISTS");
  CHECK(body["message"] == "taken");
  CHECK_FALSE(body.contains("field"));
}

TEST_CASE("an answer says when to come again, as exactly as it is known", "[http][errors]") {
  const auto retry_after = [](const Error& error) {
    for (const auto& [name, value] : error_response(error, ErrorShape::kShohin, "id").headers) {
      if (name == "Retry-After") return value;
    }
    return std::string();
  };
  CHECK(retry_after({ErrorCode::kTooManyRequests, "m", {}, {}}) == "1");
  CHECK(retry_after(refuse_for_now("m", 17).value()) == "17");
  CHECK(retry_after({ErrorCode::kTemporarilyUnavailable, "m", {}, {}}) == "5");
  CHECK(retry_after({ErrorCode::kResourceDoesNotExist, "m", {}, {}}).empty());
}

TEST_CASE("every code has the status that MLflow gives it", "[http][errors]") {
  // From the error codes of MLflow 3.17's protos and the statuses its server answers with.
  const auto [code, status] = GENERATE(table<ErrorCode, int>({{ErrorCode::kInvalidParameterValue, 400},
                                                              {ErrorCode::kBadRequest, 400},
                                                              {ErrorCode::kResourceAlreadyExists, 400},
                                                              {ErrorCode::kUnauthenticated, 401},
                                                              {ErrorCode::kPermissionDenied, 403},
                                                              {ErrorCode::kResourceDoesNotExist, 404},
                                                              {ErrorCode::kEndpointNotFound, 404},
                                                              {ErrorCode::kMethodNotAllowed, 405},
                                                              {ErrorCode::kResourceConflict, 409},
                                                              {ErrorCode::kTooLarge, 413},
                                                              {ErrorCode::kUnsupportedMediaType, 415},
                                                              {ErrorCode::kRangeNotSatisfiable, 416},
                                                              {ErrorCode::kInvalidRow, 422},
                                                              {ErrorCode::kTooManyRequests, 429},
                                                              {ErrorCode::kInternalError, 500},
                                                              {ErrorCode::kNotImplemented, 501},
                                                              {ErrorCode::kTemporarilyUnavailable, 503},
                                                              {ErrorCode::kInsufficientStorage, 507}}));
  CHECK(status_of(code) == status);
}

TEST_CASE("text that is no UTF-8 does not break the answer", "[http][errors]") {
  const auto response = error_response({ErrorCode::kBadRequest, "\xFF!", {}, {}}, ErrorShape::kShohin, "id");
  CHECK(body_of(response)["message"].get<std::string>().ends_with("!"));
}

}  // namespace
}  // namespace shohin
