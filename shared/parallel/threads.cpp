#include <thread>
#include <vector>

#include "parallel/parallel.h"

namespace shohin {

void run_at_once(std::uint32_t count, const std::function<void()>& job) {
  std::vector<std::thread> others;
  for (std::uint32_t i = 1; i < count; ++i) others.emplace_back(job);
  job();
  for (std::thread& other : others) other.join();
}

}  // namespace shohin
