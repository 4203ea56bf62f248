// How deep JSON text is nested and how much it holds, told before anybody builds it: libraries take stack or
// memory for each level and value.
#pragma once

#include <cstddef>
#include <string_view>

namespace shohin {

// Deeper than any message of MLflow's.
constexpr int kDeepestJson = 64;

// Whether arrays and objects lie in each other deeper than kDeepestJson. Text that is no JSON gets some
// answer.
bool is_too_deep(std::string_view json);

// As many as fit into 1 MB: a longer body is for long texts.
constexpr std::size_t kMostJsonValues = 1U << 19;

// Whether there are more values than that, by the commas and brackets outside of strings.
bool has_too_many_values(std::string_view json);

}  // namespace shohin
