// SHA-256 (FIPS 180-4), for names of blobs and digests of models and data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace shohin {

class Sha256 {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  Sha256();
  void add(std::span<const std::uint8_t> bytes);
  void add(std::string_view text);
  // Ends the message; the object is spent afterwards.
  [[nodiscard]] Digest finish();
  // The same as 64 lower-case hex digits.
  [[nodiscard]] std::string finish_hex();

 private:
  void block(const std::uint8_t* bytes);

  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> buffer_{};
  std::uint64_t length_ = 0;
};

// The digest of one piece, as 64 lower-case hex digits.
std::string sha256_hex(std::span<const std::uint8_t> bytes);
std::string sha256_hex(std::string_view text);

}  // namespace shohin
