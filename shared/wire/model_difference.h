// Where two models differ in what they compute.
#pragma once

#include <vector>

#include "model/model.h"
#include "wire/reproduce.h"

namespace shohin {

// The first difference of each kind: contract, pipeline, kind of model, number of trees, first tree, weights,
// exponent. `a` counts as recorded. Empty for two that compute the same.
std::vector<Difference> model_differences(const Model& a, const Model& b);

}  // namespace shohin
