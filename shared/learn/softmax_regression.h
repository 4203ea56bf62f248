// Softmax regression with L2: the log loss of the rows, weighted by C, and half the squared weights, as
// scikit-learn's LogisticRegression has it; intercepts go free. Two classes have one sum of weights.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/plan.h"
#include "model/linear.h"

namespace shohin {

// Fitted by L-BFGS (least_value.h), always in the same order of rows; weights rounded to float32. `progress`
// sees the steps done; false stops, which fails with kTruncated.
Result<LinearModel> fit_softmax(const TrainingPlan& plan, const Progress& progress);

Bytes write_linear(const LinearModel& model);
// Fails with kTruncated or kBadSyntax.
Result<LinearModel> read_linear(std::span<const std::uint8_t> bytes, const TrainingPlan& plan);

}  // namespace shohin
