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

// What tokens are wrapped in. What is no base64, or too long for a token, is read as nothing.
std::string to_base64(std::string_view bytes);
std::string from_base64(std::string_view text);

// kInvalidParameterValue: the page_token is none of ours.
tl::unexpected<Error> refuse_token(std::string_view token);

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

// Fails with kInvalidParameterValue when max_results is not within 1..largest.
Outcome<void> check_max_results(std::int64_t max_results, std::int64_t largest);

// The same, and when the token is bad.
Outcome<ResultPage> read_page(std::int64_t max_results, std::string_view token, std::int64_t largest);

}  // namespace shohin
