// Search clauses as SQL with bound values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/search_clause.h"

namespace shohin {

// A piece of SQL and the values of its question marks, in order.
struct BoundSql {
  std::string sql;
  std::vector<SqlValue> values;

  BoundSql& add(std::string_view text);
  BoundSql& add(std::string_view text, SqlValue value);
  BoundSql& add(const BoundSql& other);
};

// `column` compared as the clause says. The comparisons with NULL have their own SQL.
void add_comparison(BoundSql& out, std::string_view column, const SearchClause& clause, bool is_number);

// (?, ?, ?)
void add_list(BoundSql& out, const std::vector<std::string>& texts);
void add_list(BoundSql& out, const std::vector<std::int64_t>& numbers);

}  // namespace shohin
