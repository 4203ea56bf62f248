// Proves that the protobuf reader takes exactly the wire format, and stops safely where bytes break it.
#include <catch_amalgamated.hpp>
#include <limits>
#include <string>
#include <vector>

#include "model/protobuf_reader.h"
#include "model/protobuf_writer.h"

using shohin::FaultCode;
using shohin::ProtobufReader;
using shohin::ProtobufWriter;
using shohin::WireType;
using Bytes = std::vector<std::uint8_t>;

namespace {

std::optional<FaultCode> fault_of(const Bytes& bytes) {
  ProtobufReader reader(bytes);
  while (reader.next()) {
  }
  return reader.fault();
}

}  // namespace

TEST_CASE("the writer gives the bytes of Google's examples", "[model][protobuf]") {
  // protobuf.dev/programming-guides/encoding: `optional int32 a = 1` holding 150; `optional string b = 2`
  // holding "testing"; `repeated int32 e = 6` holding 3, 270, 86942, packed.
  ProtobufWriter writer;
  writer.integer(1, 150);
  writer.text(2, "testing");
  const std::vector<std::uint32_t> packed = {3, 270, 86942};
  writer.integers(6, packed);
  CHECK(writer.take() == Bytes{0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69,
                               0x6e, 0x67, 0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05});
}

TEST_CASE("the reader gives back what the writer wrote", "[model][protobuf]") {
  ProtobufWriter inner, writer;
  inner.integer(3, std::numeric_limits<std::uint64_t>::max());
  writer.message(1, inner);
  const std::vector<float> floats = {0.5F, -1.0F, std::numeric_limits<float>::max()};
  writer.floats(7, floats);
  const Bytes bytes = writer.take();

  ProtobufReader reader(bytes);
  const auto message = reader.next();
  REQUIRE(message);
  CHECK(message->number == 1);
  ProtobufReader nested(message->bytes);
  CHECK(nested.next()->integer == std::numeric_limits<std::uint64_t>::max());
  const auto list = reader.next();
  REQUIRE(list);
  std::vector<float> read;
  CHECK(shohin::add_floats(*list, 3, read));
  CHECK(read == floats);
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.fault());
}

TEST_CASE("numbers may come one by one instead of packed", "[model][protobuf]") {
  const Bytes bytes = {0x40, 0x01, 0x40, 0xac, 0x02, 0x3d, 0x00, 0x00, 0x80, 0x3f};
  ProtobufReader reader(bytes);
  std::vector<std::uint32_t> integers;
  std::vector<float> floats;
  CHECK(shohin::add_integers(*reader.next(), 2, integers));
  CHECK(shohin::add_integers(*reader.next(), 2, integers));
  CHECK(shohin::add_floats(*reader.next(), 1, floats));
  CHECK(integers == std::vector<std::uint32_t>{1, 300});
  CHECK(floats == std::vector<float>{1.0F});
}

TEST_CASE("bytes that end too early are truncated", "[model][protobuf]") {
  CHECK(fault_of({0x08}) == FaultCode::kTruncated);                    // a value is announced
  CHECK(fault_of({0x08, 0x96}) == FaultCode::kTruncated);              // the number goes on
  CHECK(fault_of({0x12, 0x07, 0x74}) == FaultCode::kTruncated);        // seven bytes, one is there
  CHECK(fault_of({0x0d, 0x00, 0x00, 0x00}) == FaultCode::kTruncated);  // 32 bits, 24 are there
  CHECK(fault_of({0x09, 0x00}) == FaultCode::kTruncated);              // 64 bits, 8 are there
  CHECK(fault_of({0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}) ==
        FaultCode::kTruncated);  // 2^64-1 bytes
}

TEST_CASE("bytes that mean nothing break the syntax", "[model][protobuf]") {
  CHECK(fault_of({0x00, 0x01}) == FaultCode::kBadSyntax);  // field 0
  CHECK(fault_of({0x0b}) == FaultCode::kBadSyntax);        // a group
  CHECK(fault_of({0x0e, 0x01}) == FaultCode::kBadSyntax);  // wire type 6
  CHECK(fault_of({0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}) ==
        FaultCode::kBadSyntax);                                                          // over 64 bits
  CHECK(fault_of({0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x01}) == FaultCode::kBadSyntax);  // field above 2^29-1
}

TEST_CASE("lists refuse what is no number of theirs", "[model][protobuf]") {
  std::vector<std::uint32_t> integers;
  std::vector<float> floats;
  const auto packed = [](const Bytes& bytes) {
    return shohin::ProtobufField{.number = 8, .type = WireType::kLengthDelimited, .bytes = bytes};
  };
  const Bytes negative = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01};
  const Bytes over32 = {0xff, 0xff, 0xff, 0xff, 0x1f}, cut = {0x80}, three = {1, 2, 3}, odd = {0, 0, 0};
  CHECK_FALSE(shohin::add_integers(packed(negative), 9, integers));
  CHECK_FALSE(shohin::add_integers(packed(over32), 9, integers));
  CHECK_FALSE(shohin::add_integers(packed(cut), 9, integers));
  CHECK_FALSE(shohin::add_integers(packed(three), 2, integers));
  CHECK_FALSE(shohin::add_integers({.number = 8, .type = WireType::kFixed32}, 9, integers));
  CHECK_FALSE(
      shohin::add_integers({.number = 8, .type = WireType::kVarint, .integer = 1ULL << 32U}, 9, integers));
  CHECK_FALSE(shohin::add_floats(packed(odd), 9, floats));
  CHECK_FALSE(shohin::add_floats({.number = 7, .type = WireType::kVarint}, 9, floats));
}
