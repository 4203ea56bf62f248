#include "mlflow/random_id.h"

#include <array>
#include <cstdint>
#include <random>
#include <string_view>

namespace shohin {
namespace {

constexpr std::array<std::string_view, 24> kFirst = {
    "bold",  "brave",  "bright", "calm",  "clever", "cool",  "eager", "early",
    "fair",  "gentle", "glad",   "grand", "happy",  "keen",  "kind",  "lively",
    "lucky", "mellow", "nimble", "quiet", "sharp",  "sunny", "warm",  "wise"};
constexpr std::array<std::string_view, 24> kSecond = {
    "acorn", "aspen", "bark", "birch", "branch", "bud",    "cedar", "elm",
    "fern",  "ficus", "fir",  "ivy",   "larch",  "leaf",   "maple", "moss",
    "oak",   "pine",  "reed", "root",  "seed",   "sprout", "twig",  "willow"};

}  // namespace

std::string random_id() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::random_device device;  // getrandom(2)
  std::string id;
  for (int word = 0; word < 4; ++word) {
    auto bits = static_cast<std::uint32_t>(device());
    for (int digit = 0; digit < 8; ++digit, bits >>= 4) id += kHex[bits & 15];
  }
  return id;
}

std::string random_name() {
  std::random_device device;
  return std::string(kFirst[device() % kFirst.size()]) + "-" +
         std::string(kSecond[device() % kSecond.size()]) + "-" + std::to_string(device() % 1000);
}

}  // namespace shohin
