// The one place that starts threads.
#pragma once

#include <cstdint>
#include <functional>

namespace shohin {

// Runs `job` that many times at once and returns when all are done. Where a program has no threads (a Web
// Worker), one after the other.
void run_at_once(std::uint32_t count, const std::function<void()>& job);

}  // namespace shohin
