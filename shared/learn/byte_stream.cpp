#include "learn/byte_stream.h"

#include <cstring>

namespace shohin {

void ByteWriter::add(std::uint64_t value, std::uint32_t size) {
  for (std::uint32_t i = 0; i < size; ++i) bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void ByteWriter::f32(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  u32(bits);
}

void ByteWriter::text(std::string_view value) {
  u32(static_cast<std::uint32_t>(value.size()));
  bytes_.insert(bytes_.end(), value.begin(), value.end());
}

std::span<const std::uint8_t> ByteReader::raw(std::uint64_t size) {
  if (size > bytes_.size()) {
    short_ = true;
    bytes_ = {};
    return {};
  }
  const auto piece = bytes_.first(static_cast<std::size_t>(size));
  bytes_ = bytes_.subspan(static_cast<std::size_t>(size));
  return piece;
}

std::uint64_t ByteReader::number(std::uint32_t size) {
  std::uint64_t value = 0;
  std::uint32_t shift = 0;
  for (const std::uint8_t byte : raw(size)) {
    value |= std::uint64_t{byte} << shift;
    shift += 8;
  }
  return value;
}

float ByteReader::f32() {
  const std::uint32_t bits = u32();
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::string_view ByteReader::text() {
  const auto bytes = raw(u32());
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace shohin
