// The comma-separated lists of header fields (RFC 9110, 5.6.1) and the parameters behind their items.
#pragma once

#include <string_view>

namespace shohin {

// Takes the first item off the front of `list` and gives it without the blanks around it.
std::string_view take_item(std::string_view& list, char separator = ',');

// Whether a comma-separated list holds that word, in any case.
bool holds_word(std::string_view list, std::string_view lower_case_word);

}  // namespace shohin
