// Writes Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding), the part that ONNX needs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace shohin {

class ProtobufWriter {
 public:
  void integer(std::uint32_t field, std::uint64_t value);
  void real(std::uint32_t field, float value);
  void text(std::uint32_t field, std::string_view value);
  void message(std::uint32_t field, const ProtobufWriter& message);
  // Repeated numbers in one piece ("packed"), which every reader must take.
  void integers(std::uint32_t field, std::span<const std::uint32_t> values);
  void floats(std::uint32_t field, std::span<const float> values);

  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  void varint(std::uint64_t value);
  void fixed(float value);
  void header(std::uint32_t field, std::uint32_t wire_type, std::uint64_t length);

  std::vector<std::uint8_t> bytes_;
};

}  // namespace shohin
