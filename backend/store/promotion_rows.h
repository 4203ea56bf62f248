// Gates and the history of production in the database. A failure of the database is told by
// Database::verdict().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/search_clause.h"

namespace shohin {

// The gate's settings as JSON; nothing when there is none.
std::optional<std::string> find_gate(Database& database, std::int64_t model_key);
void put_gate(Database& database, std::int64_t model_key, const std::string& document);
bool delete_gate(Database& database, std::int64_t model_key);
// The registered models whose gate's settings hold that text, a data digest; at most `limit`.
std::vector<std::string> models_with_gate_on(Database& database, const std::string& data_digest,
                                             std::int64_t limit);

struct PromotionRecord {
  std::int64_t key = 0;
  std::int64_t version = 0;
  std::optional<std::int64_t> previous{};  // what served before
  bool is_rollback = false;
  bool is_undone = false;      // a rollback took it back
  std::string reason{};        // of an override or a rollback
  std::string failed_rules{};  // that were overridden, one a line
  std::string user{};
  std::int64_t creation_time = 0;  // milliseconds since 1970
};

void insert_promotion(Database& database, std::int64_t model_key, const PromotionRecord& record);
// Newest first.
std::vector<PromotionRecord> list_promotions(Database& database, std::int64_t model_key,
                                             const ResultPage& page);
// The promotions that stand: no rollbacks and not taken back, newest first; at most `limit`.
std::vector<PromotionRecord> standing_promotions(Database& database, std::int64_t model_key,
                                                 std::int64_t limit);
void mark_promotion_undone(Database& database, std::int64_t promotion_key);

}  // namespace shohin
