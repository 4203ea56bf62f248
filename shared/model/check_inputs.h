// Whether a pipeline and a linear model keep their promises, for bytes that came from outside.
#pragma once

#include <optional>

#include "contract/contract.h"
#include "fault/fault.h"
#include "model/linear.h"
#include "model/pipeline.h"

namespace shohin {

inline constexpr std::uint32_t kMostInputs = 1U << 20;  // a hundred categories for each of 10,000 columns

// The first broken promise, as kUnsupportedModel: too many inputs, a feature that does not exist, a number or
// category that is not finite.
std::optional<Fault> pipeline_fault(const Pipeline& pipeline, const Contract& contract);

// The first broken promise, as kUnsupportedModel: sizes that do not fit, a weight that is not finite, an
// optional feature that nothing fills (softmax regression has no answer for what is missing), or a sum that
// could exceed 1e30 within the contract's ranges. So every answer of a sound model is finite.
std::optional<Fault> linear_fault(const LinearModel& linear, const Pipeline& pipeline,
                                  const Contract& contract);

}  // namespace shohin
