// Many tests at once.
#pragma once

#include <vector>

namespace shohin {

// Holm's (1979) step-down correction: adjusted p values, in the given order, that bound the chance of any
// false alarm. NaN stands for a test that was not made and stays.
std::vector<double> holm_adjusted(const std::vector<double>& p);

}  // namespace shohin
