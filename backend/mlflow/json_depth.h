// How deep JSON text is nested, told before anybody builds it: libraries take stack or memory for each level.
#pragma once

#include <string_view>

namespace shohin {

// Deeper than any message of MLflow's.
constexpr int kDeepestJson = 64;

// Whether arrays and objects lie in each other deeper than kDeepestJson. Text that is no JSON gets some
// answer.
bool is_too_deep(std::string_view json);

}  // namespace shohin
