// A table made by rule, with everything that makes training hard: missing values, ties, categories, a
// constant column, an ordinal one, rows that contradict each other.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "data/random.h"
#include "data/table.h"

namespace shohin {

inline Contract made_contract(std::uint32_t class_count) {
  Contract contract;
  contract.name = "made";
  contract.title = {{"en", "Made by rule"}};
  contract.features = {
      {.name = "length", .unit = "cm", .min = -10, .max = 10},
      {.name = "fine", .min = -10, .max = 10, .required = false},
      {.name = "grade", .kind = FeatureKind::kOrdinal, .min = 0, .max = 5, .required = false},
      {.name = "shape",
       .kind = FeatureKind::kCategorical,
       .categories = {{"round", {}}, {"long", {}}, {"flat", {}}, {"wavy", {}}},
       .required = false},
      {.name = "constant", .min = 0, .max = 1},
  };
  contract.target = "kind";
  for (std::uint32_t c = 0; c < class_count; ++c)
    contract.classes.push_back({.name = std::string("kind ") + static_cast<char>('A' + c), .label = {}});
  return contract;
}

inline Table made_table(std::uint32_t rows, std::uint32_t class_count, std::uint64_t seed = 1) {
  Table table;
  table.contract = made_contract(class_count);
  table.columns.resize(table.contract.features.size());
  Random random(seed);
  const auto missing = [&random](float value, std::uint32_t one_in) {
    return random.below(one_in) == 0 ? std::numeric_limits<float>::quiet_NaN() : value;
  };
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::uint32_t label = random.below(class_count);
    const auto center = static_cast<float>(label);
    const float noise = static_cast<float>(random.below(41)) / 10 - 2;  // tenths: many ties
    table.columns[0].push_back(center + noise);
    table.columns[1].push_back(missing(static_cast<float>(random.unit() * 4) + center, 6));
    table.columns[2].push_back(missing(static_cast<float>(random.below(6)), 4));
    const std::uint32_t shape = random.below(3) == 0 ? random.below(4) : label % 4;
    table.columns[3].push_back(missing(static_cast<float>(shape), label == 0 ? 2 : 9));
    table.columns[4].push_back(0.5F);
    table.labels.push_back(label);
  }
  return table;
}

}  // namespace shohin
