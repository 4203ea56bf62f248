#include "text/utf8.h"

#include <cstdint>
#include <cstring>

namespace shohin {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

// How many bytes the ASCII at the start has, in steps of eight.
std::size_t ascii_prefix(const char* bytes, std::size_t size) {
  std::size_t done = 0;
  for (; size - done >= 8; done += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes + done, 8);
    if ((eight & kHighBits) != 0) break;
  }
  return done;
}

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// The size of the well-formed character at the start (RFC 3629, section 4), or 0.
std::size_t character_size(const unsigned char* at, std::size_t left) {
  const unsigned char first = at[0];
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (left < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(at[i])) return 0;
  }
  const bool is_overlong = (first == 0xE0 && at[1] < 0xA0) || (first == 0xF0 && at[1] < 0x90);
  const bool is_surrogate = first == 0xED && at[1] > 0x9F;
  const bool is_too_high = first == 0xF4 && at[1] > 0x8F;
  return is_overlong || is_surrogate || is_too_high ? 0 : size;
}

}  // namespace

std::size_t utf8_character_size(std::string_view bytes) {
  if (bytes.empty()) return 0;
  return character_size(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    bytes.remove_prefix(ascii_prefix(bytes.data(), bytes.size()));
    if (bytes.empty()) return true;
    const std::size_t size = utf8_character_size(bytes);
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

std::size_t count_characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += is_continuation(static_cast<unsigned char>(c)) ? 0U : 1U;
  return count;
}

bool has_control_characters(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    const bool is_c1 = byte == 0xC2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0;
    if (is_c1) return true;
  }
  return false;
}

}  // namespace shohin
