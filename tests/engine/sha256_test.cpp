// Proves SHA-256 against the examples of FIPS 180-4 and against Python's hashlib.
#include "digest/sha256.h"

#include <catch_amalgamated.hpp>
#include <string>

using shohin::Sha256;
using shohin::sha256_hex;

TEST_CASE("the examples of FIPS 180-4 have their digests", "[digest]") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("every length around a block has the digest that hashlib gives", "[digest]") {
  // hashlib.sha256(b"".join(hashlib.sha256(b"x" * n).hexdigest().encode() for n in range(200))).hexdigest()
  std::string all;
  for (std::size_t n = 0; n < 200; ++n) all += sha256_hex(std::string(n, 'x'));
  CHECK(sha256_hex(all) == "f61ffcc417e1f0e59eba2da7fa32fbe05b64e478b68c6bacf990455f00248b98");
}

TEST_CASE("pieces of any size give the digest of the whole", "[digest]") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += std::to_string(i * i);
  for (const std::size_t piece : {1U, 3U, 63U, 64U, 65U, 200U}) {
    Sha256 sha;
    for (std::size_t at = 0; at < text.size(); at += piece) sha.add(std::string_view(text).substr(at, piece));
    CHECK(sha.finish_hex() == sha256_hex(text));
  }
}
