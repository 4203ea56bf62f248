// Generated bonsai as a table.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "bonsai/generator.h"
#include "data/table.h"

namespace shohin {

inline Table bonsai_table(std::uint32_t rows, std::uint64_t seed) {
  std::ifstream file(std::string(SHOHIN_SOURCE_DIR) + "/public/examples/bonsai.contract.json");
  std::ostringstream contract;
  contract << file.rdbuf();
  std::string csv;
  (void)write_bonsai_csv({.rows = rows, .seed = seed}, [&](std::string_view piece) {
    csv += piece;
    return true;
  });  // only what was asked wrongly fails
  return read_csv(csv, parse_contract(contract.str()).value()).value();
}

}  // namespace shohin
