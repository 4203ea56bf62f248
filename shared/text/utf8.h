// Whether bytes are UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace shohin {

// True for well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF).
bool is_utf8(std::string_view bytes);

// How many bytes the first character has; 0 when there is none or it is not well-formed.
std::size_t utf8_character_size(std::string_view bytes);

// Characters of well-formed UTF-8.
std::size_t count_characters(std::string_view utf8);

// True when the text holds a C0 or C1 control character or DEL.
bool has_control_characters(std::string_view utf8);

}  // namespace shohin
