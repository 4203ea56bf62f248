// Ends a fuzzing program when a promise is broken, whatever NDEBUG says.
#pragma once

#include <cstdlib>

namespace shohin {

inline void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace shohin
