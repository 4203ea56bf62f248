#include "data/random.h"

namespace shohin {
namespace {

constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15ULL;

// One step of SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t split_mix(std::uint64_t x) {
  x += kGoldenRatio;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) : engine_(split_mix(split_mix(seed) + stream)) {}

std::uint32_t Random::below(std::uint32_t bound) {
  std::uint64_t product = (next() >> 32) * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t threshold = (0U - bound) % bound;
    while (static_cast<std::uint32_t>(product) < threshold) product = (next() >> 32) * bound;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

}  // namespace shohin
