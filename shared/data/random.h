// Random numbers that are the same on every target: std::mt19937_64, which the standard fixes, and our own
// ranges.
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace shohin {

class Random {
 public:
  // Different streams of one seed are unrelated: the seed and the stream are mixed by SplitMix64.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t next() { return engine_(); }
  // A whole number in 0..bound-1, unbiased (Lemire 2019); bound at least 1.
  std::uint32_t below(std::uint32_t bound);
  // A double in [0, 1) with 53 random bits.
  double unit();

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace shohin
