// Explanations as data; the pages word them.
#pragma once

#include "explain/explainer.h"
#include "text/json.h"

namespace shohin {

// {"unit": "probability" or "log_odds", "before_calibration": whether a temperature comes after these scores,
//  "base": {class: number}, "score": {class: number}, "contributions": {class: {feature: number}}}
Json explanation_json(const Explanation& explanation, ScoreUnit unit, const Model& model);

}  // namespace shohin
