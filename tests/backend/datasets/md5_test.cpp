// Proves MD5 with the test suite of RFC 1321 and at every length around a block.
#include "datasets/md5.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <string_view>

using namespace shohin;

namespace {

std::span<const std::uint8_t> bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string md5(std::string_view text) {
  Md5 digest;
  digest.add(bytes(text));
  return digest.finish_hex();
}

}  // namespace

TEST_CASE("MD5 gives what RFC 1321 lists", "[datasets][md5]") {
  CHECK(md5("") == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(md5("a") == "0cc175b9c0f1b6a831c399e269772661");
  CHECK(md5("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
  CHECK(md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
        "57edf4a22be3c955ac49da2e2107b67a");
}

TEST_CASE("MD5 is the same however the bytes are cut", "[datasets][md5]") {
  for (std::size_t size = 50; size < 140; ++size) {
    const std::string text(size, 'x');
    Md5 cut;
    for (std::size_t at = 0; at < size; at += 7) cut.add(bytes(std::string_view(text).substr(at, 7)));
    CHECK(cut.finish_hex() == md5(text));
  }
}
