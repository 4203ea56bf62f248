#include "model/protobuf_reader.h"

#include <cstring>
#include <limits>

namespace shohin {
namespace {

constexpr std::uint32_t kLongestVarint = 10;
constexpr std::uint64_t kHighestField = (1ULL << 29) - 1;

float float_of(const std::uint8_t* bytes) {
  std::uint32_t bits = 0;
  for (std::uint32_t i = 0; i < 4; ++i) bits |= std::uint32_t{bytes[i]} << (8 * i);
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace

std::string_view ProtobufField::text() const {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

float ProtobufField::real() const {
  const auto bits = static_cast<std::uint32_t>(integer);
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::optional<std::uint64_t> ProtobufReader::varint() {
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < kLongestVarint; ++i) {
    if (i == bytes_.size()) {
      fault_ = FaultCode::kTruncated;
      return std::nullopt;
    }
    const std::uint8_t byte = bytes_[i];
    if (i + 1 == kLongestVarint && byte > 1) break;
    value |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      bytes_ = bytes_.subspan(i + 1);
      return value;
    }
  }
  fault_ = FaultCode::kBadSyntax;
  return std::nullopt;
}

std::optional<std::uint64_t> ProtobufReader::fixed(std::uint32_t size) {
  if (bytes_.size() < size) {
    fault_ = FaultCode::kTruncated;
    return std::nullopt;
  }
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < size; ++i) value |= std::uint64_t{bytes_[i]} << (8 * i);
  bytes_ = bytes_.subspan(size);
  return value;
}

bool ProtobufReader::read_value(ProtobufField& field) {
  std::optional<std::uint64_t> value;
  switch (field.type) {
    case WireType::kVarint:
    case WireType::kLengthDelimited:
      value = varint();
      break;
    case WireType::kFixed64:
      value = fixed(8);
      break;
    case WireType::kFixed32:
      value = fixed(4);
      break;
    default:
      fault_ = FaultCode::kBadSyntax;
      break;
  }
  if (!value) return false;
  field.integer = *value;
  if (field.type != WireType::kLengthDelimited) return true;
  if (*value > bytes_.size()) {
    fault_ = FaultCode::kTruncated;
    return false;
  }
  field.bytes = bytes_.first(static_cast<std::size_t>(*value));
  bytes_ = bytes_.subspan(static_cast<std::size_t>(*value));
  return true;
}

std::optional<ProtobufField> ProtobufReader::next() {
  if (fault_ || bytes_.empty()) return std::nullopt;
  const std::optional<std::uint64_t> key = varint();
  if (!key) return std::nullopt;
  if (*key >> 3U == 0 || *key >> 3U > kHighestField) {
    fault_ = FaultCode::kBadSyntax;
    return std::nullopt;
  }
  ProtobufField field{.number = static_cast<std::uint32_t>(*key >> 3U),
                      .type = static_cast<WireType>(*key & 7U)};
  if (!read_value(field)) return std::nullopt;
  return field;
}

bool add_integers(const ProtobufField& field, std::size_t limit, std::vector<std::uint32_t>& values) {
  constexpr std::uint64_t kHighest = std::numeric_limits<std::uint32_t>::max();
  if (field.type == WireType::kVarint) {
    if (field.integer > kHighest || values.size() >= limit) return false;
    values.push_back(static_cast<std::uint32_t>(field.integer));
    return true;
  }
  if (field.type != WireType::kLengthDelimited) return false;
  std::uint64_t value = 0;
  std::uint32_t shift = 0;
  for (const std::uint8_t byte : field.bytes) {
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte >= 0x80) {
      if ((shift += 7) >= 35) return false;
      continue;
    }
    if (value > kHighest || values.size() >= limit) return false;
    values.push_back(static_cast<std::uint32_t>(value));
    value = shift = 0;
  }
  return shift == 0;
}

bool add_signed_integers(const ProtobufField& field, std::size_t limit, std::vector<std::int64_t>& values) {
  if (field.type == WireType::kVarint) {
    values.push_back(static_cast<std::int64_t>(field.integer));
    return values.size() <= limit;
  }
  if (field.type != WireType::kLengthDelimited) return false;
  ProtobufReader reader(field.bytes);
  while (const auto value = reader.next_varint()) {
    values.push_back(static_cast<std::int64_t>(*value));
    if (values.size() > limit) return false;
  }
  return !reader.fault();
}

bool add_floats(const ProtobufField& field, std::size_t limit, std::vector<float>& values) {
  if (field.type == WireType::kFixed32) {
    if (values.size() >= limit) return false;
    values.push_back(field.real());
    return true;
  }
  if (field.type != WireType::kLengthDelimited || field.bytes.size() % 4 != 0) return false;
  if (field.bytes.size() / 4 > limit - values.size()) return false;
  for (std::size_t i = 0; i < field.bytes.size(); i += 4) values.push_back(float_of(&field.bytes[i]));
  return true;
}

}  // namespace shohin
