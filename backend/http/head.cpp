#include "http/head.h"

#include <algorithm>
#include <array>

#include "http/list.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::size_t kMethodBytes = 32;
// Fields that decide something: twice would let two readers decide differently.
constexpr std::array<std::string_view, 12> kOnce = {"host",         "content-length",   "transfer-encoding",
                                                    "content-type", "content-encoding", "authorization",
                                                    "cookie",       "origin",           "range",
                                                    "if-range",     "sec-fetch-site",   "expect"};

tl::unexpected<Error> malformed(std::string message) {
  return refuse(ErrorCode::kBadRequest, std::move(message));
}

bool is_token(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_field_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

Outcome<void> read_target(std::string_view target, RequestHead& head, const HttpLimits& limits) {
  if (target.size() > limits.target_bytes) return malformed("The address is too long.");
  if (target.empty() || target[0] != '/') return malformed("The address must begin with '/'.");
  const bool plain =
      std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  if (!plain) return malformed("The address holds characters that must be percent-encoded.");
  const auto question = target.find('?');
  head.path = target.substr(0, question);
  if (question != std::string_view::npos) head.query = target.substr(question + 1);
  return {};
}

Outcome<void> read_request_line(std::string_view line, RequestHead& head, const HttpLimits& limits) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return malformed("The request line is malformed.");
  const auto version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return malformed("Only HTTP/1.1 is spoken here.");
  head.closes = version == "HTTP/1.0";
  head.method = line.substr(0, first);
  const bool is_word = std::all_of(head.method.begin(), head.method.end(), is_token);
  if (!is_word || head.method.empty() || head.method.size() > kMethodBytes)
    return malformed("The request line is malformed.");
  return read_target(line.substr(first + 1, last - first - 1), head, limits);
}

Outcome<void> read_field(std::string_view line, RequestHead& head) {
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  if (colon == std::string_view::npos || name.empty() || !std::all_of(name.begin(), name.end(), is_token)) {
    return malformed("A header line is malformed.");
  }
  const auto value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_field_byte))
    return malformed("A header holds a control character.");
  std::string key = lower_case(name);
  const bool once = std::find(kOnce.begin(), kOnce.end(), key) != kOnce.end();
  const bool there = once && std::any_of(head.headers.begin(), head.headers.end(),
                                         [&](const auto& h) { return h.first == key; });
  if (there) return malformed("The header '" + key + "' must not be sent twice.");
  head.headers.emplace_back(std::move(key), std::string(value));
  return {};
}

Outcome<void> read_length(RequestHead& head) {
  const auto has = [&](std::string_view name) {
    return std::any_of(head.headers.begin(), head.headers.end(),
                       [&](const auto& h) { return h.first == name; });
  };
  if (has("transfer-encoding")) {
    if (has("content-length"))
      return malformed("Content-Length and Transfer-Encoding must not both be sent.");
    if (lower_case(head.header("transfer-encoding")) != "chunked" || head.closes) {
      return malformed("The only Transfer-Encoding spoken here is chunked, over HTTP/1.1.");
    }
    head.chunked = true;
  }
  if (!has("content-length")) return {};
  const auto text = head.header("content-length");
  if (!is_digits(text) || text.size() > 18) {
    return malformed("Content-Length must be a number.");
  }
  head.content_length = std::stoull(std::string(text));
  return {};
}

Outcome<void> check_meaning(RequestHead& head) {
  if (head.header("host").empty()) return malformed("The header Host is missing.");
  if (auto length = read_length(head); !length) return length;
  const auto expect = lower_case(head.header("expect"));
  if (!expect.empty() && expect != "100-continue")
    return malformed("The header Expect asks for something unknown.");
  head.expects_continue = !expect.empty();
  if (holds_word(head.header("connection"), "close")) head.closes = true;
  return {};
}

}  // namespace

std::string_view RequestHead::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

Outcome<RequestHead> parse_head(std::string_view bytes, const HttpLimits& limits) {
  RequestHead head;
  std::size_t fields = 0;
  for (bool first = true; !bytes.empty(); first = false) {
    const auto end = bytes.find("\r\n");
    if (end == std::string_view::npos) return malformed("The request's head is malformed.");
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    if (line.empty() && !first) break;
    if (!first && ++fields > limits.head_fields) return malformed("The request has too many headers.");
    auto read = first ? read_request_line(line, head, limits) : read_field(line, head);
    if (!read) return tl::unexpected<Error>(std::move(read).error());
  }
  if (auto checked = check_meaning(head); !checked) return tl::unexpected<Error>(std::move(checked).error());
  return head;
}

}  // namespace shohin
