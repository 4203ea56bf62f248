// MD5 (RFC 1321): what DVC names its objects by. It proves that bytes arrived whole, never who made them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace shohin {

class Md5 {
 public:
  void add(std::span<const std::uint8_t> bytes);
  // Ends the message and gives 32 lower-case hex digits; the object is spent afterwards.
  [[nodiscard]] std::string finish_hex();

 private:
  void block(const std::uint8_t* bytes);

  std::array<std::uint32_t, 4> state_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::array<std::uint8_t, 64> buffer_{};
  std::uint64_t length_ = 0;
};

}  // namespace shohin
