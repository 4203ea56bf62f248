#include "http/encoding.h"

#include <algorithm>

namespace shohin {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// ";q=0", ";q=0.000": not at all.
bool is_refused(std::string_view weight) {
  weight = trim(weight);
  if (!weight.starts_with("q=")) return false;
  weight.remove_prefix(2);
  return weight.find_first_of("123456789") == std::string_view::npos;
}

}  // namespace

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
  bool by_star = false;
  while (!accept_encoding.empty()) {
    const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
    const auto part = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const auto semicolon = std::min(part.find(';'), part.size());
    const auto name = trim(part.substr(0, semicolon));
    const bool taken = semicolon == part.size() || !is_refused(part.substr(semicolon + 1));
    if (name == coding) return taken;
    if (name == "*") by_star = taken;
  }
  return by_star;
}

Encoding choose_encoding(std::string_view accept_encoding, bool has_brotli, bool has_gzip) {
  if (has_brotli && accepts_encoding(accept_encoding, "br")) return Encoding::kBrotli;
  if (has_gzip && accepts_encoding(accept_encoding, "gzip")) return Encoding::kGzip;
  return Encoding::kIdentity;
}

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kBrotli:
      return "br";
    case Encoding::kGzip:
      return "gzip";
    case Encoding::kIdentity:
      break;
  }
  return {};
}

std::string etag_of(std::string_view sha256, Encoding encoding) {
  const auto name = encoding_name(encoding);
  return "\"" + std::string(sha256) + (name.empty() ? "" : "-" + std::string(name)) + "\"";
}

}  // namespace shohin
