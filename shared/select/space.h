// Where a search looks: for each setting that it varies, a list of values or a range.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "data/random.h"
#include "learn/settings.h"

namespace shohin {

// One setting that is varied: listed values, or every number from least to most.
struct Dimension {
  std::string_view name;     // as in the table of settings
  std::vector<Json> values;  // empty for a range
  double least = 0, most = 0;
  bool is_whole = false, is_log = false;
};

struct SearchSpace {
  Learner learner{};
  std::vector<Dimension> dimensions;  // in the order of the table of settings

  // How many configs the lists make: 0 when there is a range, at most kMostTrials + 1.
  [[nodiscard]] std::uint32_t grid_size() const;
};

inline constexpr std::uint32_t kMostTrials = 10'000;

// Reads {"n_estimators": [50, 100], "max_depth": {"least": 3, "most": 12}, "learning_rate": {"least": 0.01,
// "most": 0.3, "log": true}, "bootstrap": false}; what is left out has its default. Fails with every fault:
// kUnknownField, kWrongType, kNotAnInteger, kOutOfRange, kUnknownCategory, kMissing; the field is the
// setting's name, with ".least" and so on for what stands in a range.
Result<SearchSpace> read_space(Learner learner, const Json& object);

}  // namespace shohin
