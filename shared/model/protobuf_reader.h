// Reads Protocol Buffers' wire format from bytes that may be hostile: never past the end, never deeper than
// the caller goes, no more memory than the bytes could mean.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "fault/fault.h"

namespace shohin {

enum class WireType : std::uint8_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

struct ProtobufField {
  std::uint32_t number = 0;
  WireType type{};
  std::uint64_t integer = 0;              // kVarint, kFixed64, kFixed32
  std::span<const std::uint8_t> bytes{};  // kLengthDelimited; borrowed from the reader's bytes

  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] float real() const;  // of a kFixed32
};

class ProtobufReader {
 public:
  explicit ProtobufReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  // The next field; nothing at the end of the bytes, and nothing when they are broken (see fault()).
  std::optional<ProtobufField> next();
  // The next packed integer, likewise.
  std::optional<std::uint64_t> next_varint() { return fault_ || bytes_.empty() ? std::nullopt : varint(); }
  // kTruncated or kBadSyntax once the bytes turned out broken.
  [[nodiscard]] std::optional<FaultCode> fault() const { return fault_; }

 private:
  std::optional<std::uint64_t> varint();
  std::optional<std::uint64_t> fixed(std::uint32_t size);
  bool read_value(ProtobufField& field);

  std::span<const std::uint8_t> bytes_;
  std::optional<FaultCode> fault_;
};

// Adds a repeated number's value or values, packed or not. A false answer means broken bytes, a wrong wire
// type, an integer outside 0..2^32-1 where those are asked for, or more than `limit` values in all.
bool add_integers(const ProtobufField& field, std::size_t limit, std::vector<std::uint32_t>& values);
bool add_signed_integers(const ProtobufField& field, std::size_t limit, std::vector<std::int64_t>& values);
bool add_floats(const ProtobufField& field, std::size_t limit, std::vector<float>& values);

}  // namespace shohin
