#include "parallel/parallel.h"

namespace shohin {

void run_at_once(std::uint32_t count, const std::function<void()>& job) {
  for (std::uint32_t i = 0; i < count; ++i) job();
}

}  // namespace shohin
