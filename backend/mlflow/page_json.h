// The answer of a search: one page of what it found, and where the next one begins.
#pragma once

#include <string>
#include <string_view>

#include "error/error.h"
#include "mlflow/json_text.h"
#include "mlflow/page_token.h"

namespace shohin {

// {"name": [what `write` makes of each], "next_page_token": "..."}; both are left out when there is none.
template <class Item>
Outcome<std::string> page_json(std::string_view name, const Outcome<Paged<Item>>& page,
                               std::string (*write)(const Item&)) {
  if (!page) return tl::unexpected(page.error());
  JsonText json;
  json.list(name, page->items, write);
  if (!page->next_page_token.empty()) json.text("next_page_token", page->next_page_token);
  return json.str();
}

}  // namespace shohin
