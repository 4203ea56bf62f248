#include "store/prompts.h"

#include <algorithm>

namespace shohin {

bool is_prompt_clause(const SearchClause& clause) {
  const bool is_equality =
      clause.comparison == Comparison::kEqual || clause.comparison == Comparison::kNotEqual;
  return clause.field == SearchField::kTag && clause.key == "mlflow.prompt.is_prompt" && is_equality;
}

void add_prompt_condition(BoundSql& sql, std::string_view tags, const std::vector<SearchClause>& clauses) {
  const auto asked = std::find_if(clauses.begin(), clauses.end(), is_prompt_clause);
  const bool wants_prompts =
      asked != clauses.end() && (asked->comparison == Comparison::kEqual) == (asked->text == "true");
  sql.add(wants_prompts ? " AND EXISTS (SELECT 1 FROM " : " AND NOT EXISTS (SELECT 1 FROM ").add(tags);
  sql.add(" AND t.key='mlflow.prompt.is_prompt' AND lower(t.value)='true')");
}

}  // namespace shohin
