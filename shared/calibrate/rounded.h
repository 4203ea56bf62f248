// Numbers as short as they need be in a model file.
#pragma once

#include <cstdint>

namespace shohin {

// The nearest number with that many significant decimal digits (up to 9); large ones to whole numbers. Finite
// numbers only.
double rounded(double value, std::uint32_t digits);

}  // namespace shohin
