// How much a client wants a media type (RFC 9110, 12.5.1).
#pragma once

#include <string_view>

namespace shohin {

// The weight that the header Accept gives to a type it names, such as "text/html": 0 to 1, and 1 without a
// readable one. 0 for a type that it does not name; "*/*" names none.
double accept_weight(std::string_view accept, std::string_view media_type);

}  // namespace shohin
