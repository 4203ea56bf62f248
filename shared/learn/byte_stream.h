// Little-endian bytes that cross to a thread or a Web Worker.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace shohin {

class ByteWriter {
 public:
  void u8(std::uint8_t value) { bytes_.push_back(value); }
  void u16(std::uint16_t value) { add(value, 2); }
  void u32(std::uint32_t value) { add(value, 4); }
  void u64(std::uint64_t value) { add(value, 8); }
  void f32(float value);
  // The length as 32 bits, then the bytes.
  void text(std::string_view value);
  void raw(std::span<const std::uint8_t> value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }
  void reserve(std::size_t more) { bytes_.reserve(bytes_.size() + more); }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  void add(std::uint64_t value, std::uint32_t size);

  std::vector<std::uint8_t> bytes_;
};

// Reads what ByteWriter wrote. After bytes that end too early every answer is zero or empty and is_short()
// says so.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  float f32();
  std::string_view text();
  std::span<const std::uint8_t> raw(std::uint64_t size);
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }
  [[nodiscard]] bool is_short() const { return short_; }

 private:
  std::uint64_t number(std::uint32_t size);

  std::span<const std::uint8_t> bytes_;
  bool short_ = false;
};

}  // namespace shohin
