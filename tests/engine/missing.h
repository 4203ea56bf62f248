// How a value that is not there looks in a column.
#pragma once

#include <limits>

inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
