// The folder around a model file that MLflow's clients load (PROTOCOLS: MLmodel with two flavours).
#pragma once

#include <vector>

#include "wire/run_bundle.h"

namespace shohin {

// MLmodel, model.onnx, code/shohin_model.py, requirements.txt, conda.yaml, python_env.yaml; paths start with
// "model/".
std::vector<RunFile> model_folder(const TrainingOutcome& outcome);

// MLflow's column list of a contract's features: what a signature and a data set's schema are made of.
Json column_list(const Contract& contract);

}  // namespace shohin
