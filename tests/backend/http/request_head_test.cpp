// Proves that a request's head is read strictly: whatever two servers could read differently is refused.
#include <catch_amalgamated.hpp>

#include "http/head.h"

namespace shohin {
namespace {

Outcome<RequestHead> parse(std::string_view text) { return parse_head(text, HttpLimits{}); }

ErrorCode refusal(std::string_view text) {
  const auto head = parse(text);
  REQUIRE_FALSE(head.has_value());
  CHECK_FALSE(head.error().message.empty());
  return head.error().code;
}

TEST_CASE("parse_head reads method, path, query, headers and length", "[http][head]") {
  const auto head =
      parse("POST /a%20b?x=1 HTTP/1.1\r\nHost: h:1\r\nX-Thing:  two words \r\nContent-Length: 5\r\n\r\n");
  REQUIRE(head.has_value());
  CHECK(head->method == "POST");
  CHECK(head->path == "/a%20b");
  CHECK(head->query == "x=1");
  CHECK(head->header("x-thing") == "two words");
  CHECK(head->content_length == 5);
  CHECK(head->has_body());
  CHECK_FALSE(head->closes);
}

TEST_CASE("parse_head refuses framing that two servers could read differently", "[http][head]") {
  const auto* text = GENERATE(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n",
      "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n");
  CHECK(refusal(text) == ErrorCode::kBadRequest);
}

TEST_CASE("parse_head wants one Host, a plain target and clean headers", "[http][head]") {
  const auto* text = GENERATE(
      "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
      "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01z\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n: nothing\r\n\r\n", "GARBAGE\r\n\r\n", "\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n");
  CHECK(refusal(text) == ErrorCode::kBadRequest);
}

TEST_CASE("parse_head counts headers and measures the target", "[http][head]") {
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 63; ++i) many += "X: 1\r\n";
  CHECK(parse(many + "\r\n").has_value());
  CHECK(refusal(many + "X: 1\r\n\r\n") == ErrorCode::kBadRequest);
  CHECK(refusal("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == ErrorCode::kBadRequest);
}

TEST_CASE("parse_head says what else it refuses", "[http][head]") {
  CHECK(parse("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")->method == "BREW");
  CHECK(refusal("G(T / HTTP/1.1\r\nHost: a\r\n\r\n") == ErrorCode::kBadRequest);
  CHECK(refusal(std::string(33, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n") == ErrorCode::kBadRequest);
}

TEST_CASE("parse_head knows when a client wants the connection closed", "[http][head]") {
  CHECK(parse("GET / HTTP/1.0\r\nHost: a\r\n\r\n")->closes);
  CHECK(parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n")->closes);
  CHECK_FALSE(parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")->closes);
}

}  // namespace
}  // namespace shohin
