// Proves that exactly the well-formed byte sequences of RFC 3629 count as UTF-8.
#include "text/utf8.h"

#include <catch_amalgamated.hpp>
#include <string>

using shohin::has_control_characters;
using shohin::is_utf8;

TEST_CASE("well-formed text is UTF-8", "[text][utf8]") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("plain"));
  CHECK(is_utf8("\u00e9 \u5c0f\u54c1 \U0001F333"));
  CHECK(is_utf8("\xEF\xBF\xBF \xF4\x8F\xBF\xBF \xED\x9F\xBF \xEE\x80\x80"));
  CHECK(is_utf8(std::string(1000, 'x') + "\u00e9" + std::string(9, 'y')));
}

TEST_CASE("malformed bytes are not UTF-8, wherever they stand", "[text][utf8]") {
  for (const std::string bytes :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xE2\x82",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFF", "\xFE\xFF"}) {
    CHECK_FALSE(is_utf8(bytes));
    for (std::size_t before = 0; before < 17; ++before) {
      CHECK_FALSE(is_utf8(std::string(before, 'a') + bytes));
      CHECK_FALSE(is_utf8(std::string(before, 'a') + bytes + "bbbbbbbbbbbbbbbb"));
    }
  }
}

TEST_CASE("control characters of both ranges are found", "[text][utf8]") {
  CHECK(has_control_characters(std::string_view("a\0b", 3)));
  CHECK(has_control_characters("a\nb"));
  CHECK(has_control_characters("\x7F"));
  CHECK(has_control_characters("\xC2\x85"));
  CHECK_FALSE(has_control_characters("od280/od315 \u00e9\u00a0\u5c0f"));
}
