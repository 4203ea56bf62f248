// Proves that a server's address is read strictly, https is refused with a reason, and text is encoded for
// URLs.
#include "http/client.h"

#include <catch_amalgamated.hpp>

#include "cli/mlflow_client.h"

using shohin::ErrorCode;
using shohin::parse_server_address;

TEST_CASE("a server's address is taken apart", "[cli][client]") {
  const auto plain = parse_server_address("http://127.0.0.1:8080");
  REQUIRE(plain);
  CHECK(plain->host == "127.0.0.1");
  CHECK(plain->port == 8080);
  CHECK(plain->prefix.empty());
  const auto prefixed = parse_server_address("http://shop.example/trees/");
  REQUIRE(prefixed);
  CHECK(prefixed->host == "shop.example");
  CHECK(prefixed->port == 80);
  CHECK(prefixed->prefix == "/trees");
  const auto ipv6 = parse_server_address("http://[::1]:9/");
  REQUIRE(ipv6);
  CHECK(ipv6->host == "::1");
  CHECK(ipv6->port == 9);
}

TEST_CASE("https is refused with a way out", "[cli][client]") {
  const auto refused = parse_server_address("https://example.org");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kInvalidParameterValue);
  CHECK(refused.error().message.find("https is not supported") != std::string::npos);
}

TEST_CASE("what is no address is refused", "[cli][client]") {
  for (const char* url : {"", "example.org", "http://", "http://:80", "http://h:0", "http://h:99999",
                          "http://h:8x", "http://user@h", "http://h?x=1", "ftp://h", "http://a b"}) {
    CAPTURE(url);
    const auto refused = parse_server_address(url);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find(url) != std::string::npos);
  }
}

TEST_CASE("a server that does not answer is named", "[cli][client]") {
  shohin::HttpClient client({.host = "127.0.0.1", .port = 9, .prefix = {}}, {.timeout_seconds = 2});
  const auto reply = client.send(shohin::Method::kGet, "/health");
  REQUIRE_FALSE(reply);
  CHECK(reply.error().code == ErrorCode::kTemporarilyUnavailable);
  CHECK(reply.error().message.find("http://127.0.0.1:9") != std::string::npos);
}
