// Proves that faults have one JSON shape, with the count of all of them.
#include "wire/fault_json.h"

#include <catch_amalgamated.hpp>

using shohin::FaultCode;

TEST_CASE("a fault is written with all its fields", "[wire]") {
  const shohin::Faults faults(shohin::Fault{.code = FaultCode::kOutOfRange,
                                            .field = "height",
                                            .value = "-1",
                                            .expected = "1 to 250 cm",
                                            .row = 12,
                                            .column = 4});
  CHECK(shohin::write_json(shohin::faults_json(faults)) ==
        R"({"faults":[{"code":"out_of_range","field":"height","value":"-1","expected":"1 to 250 cm",)"
        R"("row":12,"column":4}],"count":1})");
}

TEST_CASE("faults that were not kept are counted", "[wire]") {
  shohin::Faults faults;
  for (std::uint64_t row = 1; row <= 120; ++row) faults.add({.code = FaultCode::kNotANumber, .row = row});
  const shohin::Json json = shohin::faults_json(faults);
  CHECK(json["faults"].as_array().size() == 100);
  CHECK(json["count"].as_number() == 120);
}
