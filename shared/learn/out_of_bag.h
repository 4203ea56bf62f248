// What a forest says of its own training rows, each judged by the trees that did not see it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/table.h"
#include "learn/settings.h"
#include "model/ensemble.h"

namespace shohin {

struct OutOfBag {
  std::vector<std::uint32_t> rows;   // ascending; those that some tree did not see
  std::vector<float> probabilities;  // [rows][class], adding up to 1: the mean over those trees
};

// For an ensemble that was trained on all rows of that table with that config and seed (Breiman 1996,
// "Out-of-bag estimation"): the bootstrap is drawn again. At most 20,000 rows, evenly spaced. Nothing for
// learners and settings without a bootstrap.
std::optional<OutOfBag> out_of_bag(const TreeEnsemble& trees, const Table& table, const LearnerConfig& config,
                                   std::uint64_t seed);

}  // namespace shohin
