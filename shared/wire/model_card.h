// A model card (Mitchell et al. 2019, "Model Cards for Model Reporting") made from what a model file holds.
#pragma once

#include <string>

#include "model/model.h"

namespace shohin {

// Markdown in English: what the model answers, its data, settings, measures with counts, certainty and
// limits. It says only what contract, record and calibration say; of an imported model that is little, and
// the card says so.
std::string model_card(const Model& model);

}  // namespace shohin
