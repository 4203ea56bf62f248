// Prints which rows our engine keeps for the test, one number a line, so that a peer can be given the same
// split. Usage: engine_split SEED TEST_SHARE < CLASS_INDICES     one whole number a line
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "data/split.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: engine_split SEED TEST_SHARE < CLASS_INDICES\n";
    return 2;
  }
  std::vector<std::uint32_t> labels;
  for (std::uint32_t label = 0; std::cin >> label;) labels.push_back(label);
  const auto split = shohin::split_rows(
      labels, {.test_share = std::strtod(argv[2], nullptr), .seed = std::strtoull(argv[1], nullptr, 10)});
  if (!split) return 1;
  for (const std::uint32_t row : split->test) std::cout << row << '\n';
  return 0;
}
