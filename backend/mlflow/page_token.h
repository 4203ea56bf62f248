// Where the next page of a list begins, as MLflow writes it: base64 of {"offset": N}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error/error.h"
#include "store/search_clause.h"

namespace shohin {

std::string page_token(std::int64_t offset);

// The offset of a token; an empty one begins at 0. Fails with kInvalidParameterValue.
Outcome<std::int64_t> read_page_token(std::string_view token);

template <class Item>
struct Paged {
  std::vector<Item> items;
  std::string next_page_token;  // empty on the last page
};

// A page one longer than wanted, so that it shows whether there is more.
inline ResultPage one_more(const ResultPage& page) { return {page.limit + 1, page.offset}; }

template <class Item>
Paged<Item> paged(std::vector<Item> items, const ResultPage& page) {
  const auto limit = static_cast<std::size_t>(page.limit);
  const bool has_more = items.size() > limit;
  if (has_more) items.erase(items.begin() + page.limit, items.end());
  return {std::move(items), has_more ? page_token(page.offset + page.limit) : ""};
}

// Fails with kInvalidParameterValue when max_results is not within 1..largest, or the token is bad.
Outcome<ResultPage> read_page(std::int64_t max_results, std::string_view token, std::int64_t largest);

}  // namespace shohin
