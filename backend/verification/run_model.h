// The model that a run logged, and whether the server can train it again.
#pragma once

#include <string>

#include "datasets/data_sets.h"
#include "error/error.h"
#include "model/model.h"
#include "store/store.h"

namespace shohin {

// The model file among the run's logged models, or the only .onnx below its artifacts. Fails with
// kResourceDoesNotExist for a run that nobody knows, and kInvalidParameterValue when there is no such file or
// it is none of ours.
Outcome<Model> read_run_model(Store& store, const std::string& run_id);

// Whether the model's record names what trained it and its data is on this server. Fails with
// kInvalidParameterValue and a message that names everything that is lacking: data, config, seed, learner.
Outcome<void> check_reproducible(const Model& model, DataSets& data_sets);

}  // namespace shohin
