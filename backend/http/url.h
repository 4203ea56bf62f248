// Percent-encoding of paths and queries (RFC 3986), decoded once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shohin {

// The decoded text; nothing when an escape is broken, or when the result holds a NUL or is no UTF-8.
std::optional<std::string> percent_decode(std::string_view text);

// "a=1&b=two+words" in order; '+' is a space. Nothing when a part cannot be decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text);

// The text with everything escaped but letters, digits, "-._~" and what `keep` holds: nothing for one segment
// of a path or one value of a query, "/" for a whole path.
std::string percent_encode(std::string_view text, std::string_view keep = {});

}  // namespace shohin
