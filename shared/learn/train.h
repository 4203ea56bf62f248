// Training: the plan / range / merge seam. A plan is everything that shapes the result, as bytes that can
// cross to a thread or a Web Worker; a range of its parts gives bytes; the merge does not care who made them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "data/table.h"
#include "learn/settings.h"
#include "model/model.h"

namespace shohin {

using Bytes = std::vector<std::uint8_t>;

// Everything that shapes the model: binned columns, labels, config, seed and contract. Fails with
// kTooFewRows for an unlabelled or empty table, or the faults of a config out of its ranges.
Result<Bytes> plan_training(const Table& train, const LearnerConfig& config, std::uint64_t seed);

// Called after each tree, round of boosting or step of regression; false stops the range, which then fails
// with kTruncated.
using Progress = std::function<bool(std::uint32_t done)>;

// Trains parts first..first+count-1 of the plan. Needs nothing of any other range. Fails with kBadSyntax or
// kTruncated for bytes that are no plan, kOutOfRange for parts that the plan does not have.
Result<Bytes> train_range(std::span<const std::uint8_t> plan, std::uint32_t first, std::uint32_t count,
                          const Progress& progress = {});

// The one part of a plan that is a single one, with threads inside.
Result<Bytes> train_whole(std::span<const std::uint8_t> plan, std::uint32_t threads,
                          const Progress& progress = {});

// Puts the ranges together, in any order given; together they must be each part of the plan once.
Result<Model> merge(std::span<const std::uint8_t> plan, std::span<const Bytes> ranges);

// The three steps on that many threads; the same bits for any number. `progress` sees the trees,
// rounds or steps done by all and is called from one thread at a time.
Result<Model> train_model(const Table& table, const LearnerConfig& config, std::uint64_t seed,
                          std::uint32_t threads, const Progress& progress = {});

}  // namespace shohin
