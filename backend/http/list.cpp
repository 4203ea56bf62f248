#include "http/list.h"

#include <algorithm>

#include "text/ascii.h"

namespace shohin {

std::string_view take_item(std::string_view& list, char separator) {
  const auto item = list.substr(0, list.find(separator));
  list.remove_prefix(std::min(item.size() + 1, list.size()));
  return trim(item);
}

bool holds_word(std::string_view list, std::string_view lower_case_word) {
  while (!list.empty()) {
    if (lower_case(take_item(list)) == lower_case_word) return true;
  }
  return false;
}

}  // namespace shohin
