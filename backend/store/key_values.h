// Tables of keys and values that belong to something: tags and params.
#pragma once

#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/search_sql.h"

namespace shohin {

// Runs `sql`, which gives key and value for one owner.
std::vector<KeyValue> load_key_values(Database& database, std::string_view sql, const SqlValue& owner);

// EXISTS (...) for a clause on one key; `from` is "table t WHERE t.owner=outer.owner". A clause needs its
// key, except for IS NULL, which wants it absent.
void add_key_value_clause(BoundSql& sql, std::string_view from, const SearchClause& clause);

}  // namespace shohin
