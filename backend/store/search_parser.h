// Reads MLflow's filter and order_by texts: `metrics.accuracy > 0.9 and params."my key" LIKE 'a%'`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "store/search_clause.h"

namespace shohin {

struct SearchAttribute {
  std::string_view name;       // as a client writes it
  std::string_view canonical;  // the key that the clause gets
  enum class Type : std::uint8_t {
    kText,
    kTextOrList,
    kIdentity,  // = != IN NOT IN
    kNumber,
    kNumberOrText,  // a number, also in quotes
    kSortOnly       // for order_by
  } type;
};

// What one kind of thing can be searched by.
struct SearchGrammar {
  std::span<const SearchAttribute> attributes;
  std::span<const std::string_view> sort_keys;  // canonical names that order_by takes
  bool has_metrics = false, has_params = false, has_tags = true, has_datasets = false;
  bool has_missing_tags = true;    // IS NULL and IS NOT NULL
  bool has_bare_texts = false;     // name = a, as well as name = 'a'
  bool has_lists_of_keys = false;  // params.a IN ('x'), and tags
  bool sorts_by_tags = false;
  bool sorts_twice = false;  // order_by may name a key again: the first time counts
};

// Fails with kInvalidParameterValue and a message that quotes the part that is wrong. At most 512 KB of text,
// 100 clauses, 10000 values in lists.
Outcome<std::vector<SearchClause>> parse_filter(std::string_view text, const SearchGrammar& grammar);

// Each text is `key [ASC|DESC]`. Fails as parse_filter does, also for a key named twice unless that may be.
Outcome<std::vector<SortKey>> parse_order_by(std::span<const std::string> texts,
                                             const SearchGrammar& grammar);

}  // namespace shohin
