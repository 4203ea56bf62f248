// Random forest: the plan / range / merge seam. A plan is everything that shapes the result, as bytes that
// can cross to a thread or a Web Worker; a range of trees gives bytes; the merge does not care who made them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/table.h"
#include "model/ensemble.h"

namespace shohin {

// Settings by the names that the field uses. Fewer or more are refused by name.
struct ForestConfig {
  std::uint32_t n_estimators = 100;     // 1..10000
  std::uint32_t max_depth = 10;         // 1..64
  std::uint32_t min_samples_split = 2;  // 2..
  std::uint32_t min_samples_leaf = 1;   // 1..; both count rows, however often the bootstrap drew them
  std::string max_features = "sqrt";    // "sqrt" or "all"
  bool bootstrap = true;
};

// Reads {"n_estimators": 100, ...}; what is left out has its default. Fails with kUnknownField, kWrongType,
// kNotAnInteger, kOutOfRange or kUnknownCategory (max_features).
Result<ForestConfig> read_forest_config(const Json& object);
Json forest_config_json(const ForestConfig& config);

using Bytes = std::vector<std::uint8_t>;

// Everything that shapes the forest: binned columns, labels, config, seed and contract. Fails with
// kTooFewRows for an unlabelled or empty table.
Result<Bytes> plan_training(const Table& train, const ForestConfig& config, std::uint64_t seed);

// Called after each tree; false stops the range, which then fails with kTruncated.
using Progress = std::function<bool(std::uint32_t trees_done)>;

// Trains trees first..first+count-1 of the plan. Needs nothing of any other range. Fails with kBadSyntax or
// kTruncated for bytes that are no plan, kOutOfRange for trees that the plan does not have.
Result<Bytes> train_range(std::span<const std::uint8_t> plan, std::uint32_t first, std::uint32_t count,
                          const Progress& progress = {});

// Puts the parts together, in any order given; together they must be each tree of the plan once.
Result<Model> merge(std::span<const std::uint8_t> plan, std::span<const Bytes> parts);

// The three steps on that many threads; the same bits for any number. `progress` sees the trees done by all
// and is called from one thread at a time.
Result<Model> train_forest(const Table& train, const ForestConfig& config, std::uint64_t seed,
                           std::uint32_t threads, const Progress& progress = {});

}  // namespace shohin
