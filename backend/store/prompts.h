// MLflow keeps prompts as registered models with the tag mlflow.prompt.is_prompt. Searches leave them out
// unless they ask for them by that tag, whose != also holds where the tag is missing.
#pragma once

#include <string_view>
#include <vector>

#include "store/search_clause.h"
#include "store/search_sql.h"

namespace shohin {

bool is_prompt_clause(const SearchClause& clause);

// " AND [NOT] EXISTS (...)"; `tags` is "table t WHERE t.owner=outer.owner".
void add_prompt_condition(BoundSql& sql, std::string_view tags, const std::vector<SearchClause>& clauses);

}  // namespace shohin
