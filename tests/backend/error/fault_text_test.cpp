// Proves that faults of the engine become English sentences that name place, value and what would be right.
#include "error/fault_text.h"

#include <catch_amalgamated.hpp>

using shohin::english;
using shohin::ErrorCode;
using shohin::Fault;
using shohin::FaultCode;
using shohin::Faults;

TEST_CASE("a fault becomes a sentence", "[error]") {
  CHECK(english(Fault{FaultCode::kOutOfRange, "sepal_length", "-1", "0.1 to 15 cm", 0, 0}) ==
        "sepal_length: -1 is outside 0.1 to 15 cm.");
  CHECK(english(Fault{FaultCode::kNotANumber, "trunk_cm", "ten", "1 to 20 cm", 12, 3}) ==
        "Row 12, column 3, trunk_cm: “ten” is not a number; 1 to 20 cm would be right.");
  CHECK(english(Fault{FaultCode::kMissing, "height", "", "", 7, 0}) ==
        "Row 7, height: the value is missing.");
  CHECK(english(Fault{FaultCode::kWrongType, "", "{}", "array", 1, 1}) ==
        "Row 1, column 1: “{}” has the wrong type; it must be a JSON array.");
  CHECK(english(Fault{.code = FaultCode::kEmpty}) == "There is nothing to read.");
}

TEST_CASE("a list of faults has a line each and a count of the rest", "[error]") {
  Faults faults;
  faults.add({.code = FaultCode::kMissing, .field = "a"});
  faults.add({.code = FaultCode::kMissing, .field = "b"});
  CHECK(english(faults) == "a is missing.\nb is missing.");
  for (int i = 0; i < 101; ++i) faults.add({.code = FaultCode::kMissing, .field = "c"});
  CHECK(english(faults).ends_with("c is missing.\n... and 3 more."));
}

TEST_CASE("an error of faults says the first and keeps all", "[error]") {
  Faults faults;
  faults.add({.code = FaultCode::kMissing, .field = "a"});
  CHECK(faults_error(ErrorCode::kInvalidRow, faults).message == "a is missing.");
  faults.add({.code = FaultCode::kMissing, .field = "b"});
  CHECK(faults_error(ErrorCode::kInvalidRow, faults).message == "a is missing. (1 more fault)");
  faults.add({.code = FaultCode::kMissing, .field = "c"});
  const shohin::Error error = faults_error(ErrorCode::kInvalidRow, faults);
  CHECK(error.message == "a is missing. (2 more faults)");
  CHECK(error.code == ErrorCode::kInvalidRow);
  CHECK(error.faults.count() == 3);
}
