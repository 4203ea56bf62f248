#include "store/key_values.h"

namespace shohin {

std::vector<KeyValue> load_key_values(Database& database, std::string_view sql, const SqlValue& owner) {
  Statement rows(database, sql);
  rows.bind(owner);
  std::vector<KeyValue> found;
  while (rows.next()) found.push_back({rows.text(0), rows.text(1)});
  return found;
}

void add_key_value_clause(BoundSql& sql, std::string_view from, const SearchClause& clause) {
  if (clause.comparison == Comparison::kIsNull) sql.add("NOT ");
  sql.add("EXISTS (SELECT 1 FROM ").add(from).add(" AND t.key=?", clause.key);
  if (clause.comparison != Comparison::kIsNull && clause.comparison != Comparison::kIsNotNull) {
    sql.add(" AND ");
    add_comparison(sql, "t.value", clause, false);
  }
  sql.add(")");
}

}  // namespace shohin
