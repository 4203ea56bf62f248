#include "model/protobuf_writer.h"

#include <cstring>

namespace shohin {
namespace {

constexpr std::uint32_t kVarint = 0, kLengthDelimited = 2, kFixed32 = 5;

std::uint64_t varint_size(std::uint64_t value) {
  std::uint64_t size = 1;
  while (value >>= 7U) ++size;
  return size;
}

}  // namespace

void ProtobufWriter::varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80U));
  bytes_.push_back(static_cast<std::uint8_t>(value));
}

void ProtobufWriter::header(std::uint32_t field, std::uint32_t wire_type, std::uint64_t length) {
  varint(field << 3U | wire_type);
  varint(length);
}

void ProtobufWriter::fixed(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  for (std::uint32_t shift = 0; shift < 32; shift += 8)
    bytes_.push_back(static_cast<std::uint8_t>(bits >> shift));
}

void ProtobufWriter::integer(std::uint32_t field, std::uint64_t value) { header(field, kVarint, value); }

void ProtobufWriter::real(std::uint32_t field, float value) {
  varint(field << 3U | kFixed32);
  fixed(value);
}

void ProtobufWriter::text(std::uint32_t field, std::string_view value) {
  header(field, kLengthDelimited, value.size());
  bytes_.insert(bytes_.end(), value.begin(), value.end());
}

void ProtobufWriter::message(std::uint32_t field, const ProtobufWriter& message) {
  header(field, kLengthDelimited, message.bytes_.size());
  bytes_.insert(bytes_.end(), message.bytes_.begin(), message.bytes_.end());
}

void ProtobufWriter::integers(std::uint32_t field, std::span<const std::uint32_t> values) {
  std::uint64_t size = 0;
  for (const std::uint32_t value : values) size += varint_size(value);
  header(field, kLengthDelimited, size);
  for (const std::uint32_t value : values) varint(value);
}

void ProtobufWriter::floats(std::uint32_t field, std::span<const float> values) {
  header(field, kLengthDelimited, values.size() * 4);
  for (const float value : values) fixed(value);
}

}  // namespace shohin
