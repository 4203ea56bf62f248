// Which content coding a client takes (RFC 9110, 12.5.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shohin {

enum class Encoding : std::uint8_t { kIdentity, kGzip, kBrotli };

// Whether Accept-Encoding names that coding ("br", "gzip", "*") with a weight above zero.
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

// The best coding that the client takes and that there is.
Encoding choose_encoding(std::string_view accept_encoding, bool has_brotli, bool has_gzip);

// "br", "gzip" or nothing: for Content-Encoding, and to tell ETags apart.
std::string_view encoding_name(Encoding encoding);

// The strong ETag of a body with that digest in that coding.
std::string etag_of(std::string_view sha256, Encoding encoding);

}  // namespace shohin
