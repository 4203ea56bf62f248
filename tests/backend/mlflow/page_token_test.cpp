// Proves that page tokens are MLflow's and that no other text is taken for one.
#include "mlflow/page_token.h"

#include <catch_amalgamated.hpp>

using namespace shohin;

TEST_CASE("a token is base64 of the offset, as MLflow writes it", "[mlflow][pages]") {
  // python3 -c 'import base64; print(base64.b64encode(b"{\"offset\": 12345}").decode())'
  CHECK(page_token(12345) == "eyJvZmZzZXQiOiAxMjM0NX0=");
  for (const std::int64_t offset : {0LL, 1LL, 99LL, 100'000LL, 9'007'199'254'740'993LL}) {
    CHECK(read_page_token(page_token(offset)).value() == offset);
  }
  CHECK(read_page_token("").value() == 0);
}

TEST_CASE("what is no token of ours is refused", "[mlflow][pages]") {
  const auto text = GENERATE("zz", "eyJvZmZzZXQiOiAtMX0=", "!!!", "e30=", "eyJvZmZzZXQiOiAxfQ==eyJv",
                             "eyJvZmZzZXQiOiAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTB9");
  const auto offset = read_page_token(text);
  REQUIRE_FALSE(offset);
  CHECK(offset.error().code == ErrorCode::kInvalidParameterValue);
}

TEST_CASE("a page has at least one and at most the largest number of results", "[mlflow][pages]") {
  CHECK(read_page(10, "", 10)->limit == 10);
  CHECK_FALSE(read_page(0, "", 10));
  CHECK_FALSE(read_page(11, "", 10));
  CHECK_FALSE(read_page(1, "zz", 10));
}

TEST_CASE("a next page is named only when there is more", "[mlflow][pages]") {
  const auto page = paged(std::vector{1, 2, 3}, {2, 4});
  CHECK(page.items == std::vector{1, 2});
  CHECK(read_page_token(page.next_page_token).value() == 6);
  CHECK(paged(std::vector{1, 2}, {2, 4}).next_page_token.empty());
}
