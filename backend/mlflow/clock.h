// The time as services see it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace shohin {

using Clock = std::function<std::int64_t()>;  // milliseconds since 1970

inline std::int64_t system_time_ms() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace shohin
