// A drift report as JSON.
#pragma once

#include "drift/comparison.h"
#include "text/json.h"

namespace shohin {

// {"reference_rows", "rows", "drifted", "rule": {"least_rows", "significance", "watch", "drifted"},
// "features":
// [{"feature", "verdict", "rows", "reference_rows", "test", "statistic", "p", "p_holm", "effect", "psi",
// "jensen_shannon", "hellinger", "largest_difference", "missing": {"share", "reference_share", "p", "p_holm",
// "effect", "verdict"}}]}. Numbers have test "kolmogorov_smirnov", "statistic_at_most", "wasserstein", its
// bounds "wasserstein_between" and "wasserstein_over_deviation"; categories "chi_squared", "degrees" and
// "cramers_v". What was not tested is null.
Json drift_json(const DriftReport& report, const DriftRule& rule);

}  // namespace shohin
