// Proves that a list of faults keeps the first hundred, counts all, and never cuts a character in two.
#include "fault/fault.h"

#include <catch_amalgamated.hpp>
#include <string>

using shohin::Fault;
using shohin::FaultCode;
using shohin::Faults;

TEST_CASE("faults keep the first hundred and count the rest", "[fault]") {
  Faults faults;
  for (std::uint64_t row = 1; row <= 250; ++row) faults.add({.code = FaultCode::kNotANumber, .row = row});
  CHECK(faults.count() == 250);
  REQUIRE(faults.list().size() == Faults::kKept);
  CHECK(faults.list().back().row == 100);
}

TEST_CASE("a long value is cut between characters", "[fault]") {
  Faults faults;
  std::string value = "x";
  while (value.size() < 200) value += "\u00e9";
  faults.add({.code = FaultCode::kUnknownCategory, .value = value});
  const std::string& kept = faults.first().value;
  CHECK(kept.size() <= 103);
  CHECK(kept.starts_with("x\u00e9"));
  CHECK(kept.ends_with("\u00e9\u2026"));
}

TEST_CASE("a long field is cut, the longest name of a contract is not", "[fault]") {
  Faults faults;
  faults.add({.code = FaultCode::kUnknownField, .field = "features." + std::string(250, 'n')});
  faults.add({.code = FaultCode::kUnknownField, .field = std::string(3000, 'n')});
  CHECK(faults.list()[0].field == "features." + std::string(250, 'n'));
  CHECK(faults.list()[1].field == std::string(300, 'n') + "\u2026");
}

TEST_CASE("every code has a name of its own", "[fault]") {
  CHECK(shohin::code_name(FaultCode::kMissing) == "missing");
  CHECK(shohin::code_name(FaultCode::kDigestMismatch) == "digest_mismatch");
  CHECK(shohin::code_name(FaultCode::kUnlikeTraining) == "unlike_training");
  CHECK(shohin::code_name(FaultCode::kContradiction) == "contradiction");
}
