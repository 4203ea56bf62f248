#include "datasets/md5.h"

#include <algorithm>
#include <bit>

namespace shohin {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kLengthAt = kBlock - 8;

// RFC 1321, 3.4: the integer part of 2^32 times abs(sin(i + 1)).
constexpr std::array<std::uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
constexpr std::array<std::array<int, 4>, 4> kShifts = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

std::uint32_t read_little_endian(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
         static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

// What one step mixes in, and which word of the block it takes.
struct Step {
  std::uint32_t mixed;
  std::size_t word;
};

Step step_of(std::size_t i, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  switch (i / 16) {
    case 0:
      return {(b & c) | (~b & d), i};
    case 1:
      return {(d & b) | (~d & c), (5 * i + 1) % 16};
    case 2:
      return {b ^ c ^ d, (3 * i + 5) % 16};
    default:
      return {c ^ (b | ~d), (7 * i) % 16};
  }
}

}  // namespace

void Md5::block(const std::uint8_t* bytes) {
  auto [a, b, c, d] = state_;
  for (std::size_t i = 0; i < kSines.size(); ++i) {
    const auto step = step_of(i, b, c, d);
    const auto sum = a + step.mixed + kSines[i] + read_little_endian(bytes + 4 * step.word);
    a = d;
    d = c;
    c = b;
    b += std::rotl(sum, kShifts[i / 16][i % 4]);
  }
  state_[0] += a;
  state_[1] += b;
  state_[2] += c;
  state_[3] += d;
}

void Md5::add(std::span<const std::uint8_t> bytes) {
  auto used = static_cast<std::size_t>(length_ % kBlock);
  length_ += bytes.size();
  while (!bytes.empty()) {
    const auto count = std::min(bytes.size(), kBlock - used);
    std::copy_n(bytes.data(), count, buffer_.data() + used);
    bytes = bytes.subspan(count);
    used += count;
    if (used < kBlock) return;
    block(buffer_.data());
    used = 0;
  }
}

std::string Md5::finish_hex() {
  constexpr const char* kHex = "0123456789abcdef";
  const std::uint64_t bits = length_ * 8;
  const std::uint8_t end = 0x80, zero = 0;
  add({&end, 1});
  while (length_ % kBlock != kLengthAt) add({&zero, 1});
  std::array<std::uint8_t, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<std::uint8_t>(bits >> (8 * i));
  add(length);
  std::string hex;
  for (const auto word : state_) {
    for (int shift = 0; shift < 32; shift += 8) {
      const auto byte = word >> shift & 0xffU;
      hex += kHex[byte >> 4];
      hex += kHex[byte & 15];
    }
  }
  return hex;
}

}  // namespace shohin
