// What a grammar lets one search by: keys, and how each may be compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "error/error.h"
#include "store/search_parser.h"

namespace shohin {

// What stands left of the operator.
struct SearchKey {
  SearchField field{};
  std::string name;
  SearchAttribute::Type type = SearchAttribute::Type::kText;
};

// "metrics", "param", "attr" ...; nothing for a word that this grammar does not have.
std::optional<SearchField> field_of_prefix(std::string_view prefix, const SearchGrammar& grammar);

// All of these fail with kInvalidParameterValue.
Outcome<SearchKey> search_key(SearchField field, std::string name, const SearchGrammar& grammar);
// Whether what is left of the operator can be compared like that.
Outcome<void> check_comparison(const SearchClause& clause, SearchAttribute::Type type,
                               const SearchGrammar& grammar);

inline tl::unexpected<Error> refuse_search(std::string message) {
  return refuse(ErrorCode::kInvalidParameterValue, std::move(message));
}

}  // namespace shohin
