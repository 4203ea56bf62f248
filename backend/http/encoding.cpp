#include "http/encoding.h"

#include "http/list.h"
#include "text/ascii.h"

namespace shohin {
namespace {

// ";q=0", ";q=0.000": not at all.
bool is_refused(std::string_view weight) {
  if (!weight.starts_with("q=")) return false;
  weight.remove_prefix(2);
  return weight.find_first_of("123456789") == std::string_view::npos;
}

}  // namespace

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
  bool by_star = false;
  while (!accept_encoding.empty()) {
    auto weight = take_item(accept_encoding);
    const auto name = take_item(weight, ';');
    const bool taken = !is_refused(trim(weight));
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
