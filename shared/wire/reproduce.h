// Trains a model again from its own record, and says what came out different.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "wire/training.h"

namespace shohin {

struct Difference {
  std::string what;             // "data_digest", "model_digest", "tree 7", "metrics.test.accuracy" ...
  std::string recorded, found;  // as text; empty where only the place is known
};

struct Reproduction {
  TrainingRequest request;                 // as the record has it
  std::vector<Difference> differences;     // empty: the same model
  std::optional<TrainingOutcome> outcome;  // nothing when the data is not the one of the record

  [[nodiscard]] bool is_same() const { return differences.empty(); }
};

// `data` has all rows, those for training before those for testing where the split was given and not made
// here. Checks the data's digest first, and trains only if it is the record's; then compares the models'
// digests, and names what differs in the model and in the figures that the record claims. The same for any
// number of threads; `progress` as for train_model. Fails with kMissing for a model without a record (one
// made elsewhere), the faults of a record that cannot be read, and as train_model does.
Result<Reproduction> reproduce(const Model& model, const Table& data, std::uint32_t threads,
                               const Progress& progress = {});

// {"same", "differences": [{"what", "recorded", "found"}], "learner", "model_digest", "data_digest",
// "engine_version", "recorded_engine_version"}.
Json reproduction_json(const Reproduction& reproduction, const Model& model);

}  // namespace shohin
