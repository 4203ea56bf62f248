// The head of a request, read from its raw bytes before any library sees them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error/error.h"
#include "http/limits.h"

namespace shohin {

struct RequestHead {
  std::string method;  // a word; which ones are answered is the gate's business
  std::string path;    // as sent, percent-encoded
  std::string query;   // as sent, without the question mark
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, values trimmed
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool closes = false;  // the client asked for it, or speaks HTTP/1.0
  bool expects_continue = false;

  [[nodiscard]] bool has_body() const { return chunked || content_length.value_or(0) > 0; }
  // The value of that header; empty when it is not there.
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

// Reads everything up to and with the empty line. Whatever two servers could read differently is refused:
// bare line feeds, folded lines, control bytes, spaces before a colon, repeated fields that decide something,
// Content-Length beside Transfer-Encoding, any coding but chunked, no Host or two (kBadRequest).
Outcome<RequestHead> parse_head(std::string_view bytes, const HttpLimits& limits);

}  // namespace shohin
