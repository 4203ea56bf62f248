#include "store/promotion_rows.h"

#include <string_view>

namespace shohin {
namespace {

constexpr std::string_view kPromotionColumns =
    "SELECT promotion, version, previous, is_rollback, is_undone, reason, failed_rules, user_id, "
    "creation_time FROM promotions WHERE registered_model=? ";

std::vector<PromotionRecord> read_all(Statement& rows) {
  std::vector<PromotionRecord> found;
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.integer(1), rows.maybe_integer(2), rows.integer(3) != 0,
                     rows.integer(4) != 0, rows.text(5), rows.text(6), rows.text(7), rows.integer(8)});
  }
  return found;
}

}  // namespace

std::optional<std::string> find_gate(Database& database, std::int64_t model_key) {
  Statement row(database, "SELECT document FROM gates WHERE registered_model=?");
  if (!row.bind(model_key).next()) return std::nullopt;
  return row.text(0);
}

void put_gate(Database& database, std::int64_t model_key, const std::string& document) {
  Statement(database,
            "INSERT INTO gates (registered_model, document) VALUES (?,?) "
            "ON CONFLICT (registered_model) DO UPDATE SET document=excluded.document")
      .bind(model_key)
      .bind(document)
      .run();
}

bool delete_gate(Database& database, std::int64_t model_key) {
  Statement(database, "DELETE FROM gates WHERE registered_model=?").bind(model_key).run();
  return database.changes() > 0;
}

std::vector<std::string> models_with_gate_on(Database& database, const std::string& data_digest,
                                             std::int64_t limit) {
  Statement rows(
      database,
      "SELECT m.name FROM gates g JOIN registered_models m ON m.registered_model=g.registered_model "
      "WHERE instr(g.document, ?)>0 ORDER BY m.name LIMIT ?");
  rows.bind(data_digest).bind(limit);
  std::vector<std::string> found;
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

void insert_promotion(Database& database, std::int64_t model_key, const PromotionRecord& record) {
  Statement(database,
            "INSERT INTO promotions (registered_model, version, previous, is_rollback, reason, failed_rules, "
            "user_id, creation_time) VALUES (?,?,?,?,?,?,?,?)")
      .bind(model_key)
      .bind(record.version)
      .bind(record.previous)
      .bind(record.is_rollback)
      .bind(record.reason)
      .bind(record.failed_rules)
      .bind(record.user)
      .bind(record.creation_time)
      .run();
}

std::vector<PromotionRecord> list_promotions(Database& database, std::int64_t model_key,
                                             const ResultPage& page) {
  Statement rows(database, std::string(kPromotionColumns) + "ORDER BY promotion DESC LIMIT ? OFFSET ?");
  rows.bind(model_key).bind(page.limit).bind(page.offset);
  return read_all(rows);
}

std::vector<PromotionRecord> standing_promotions(Database& database, std::int64_t model_key,
                                                 std::int64_t limit) {
  Statement rows(database, std::string(kPromotionColumns) +
                               "AND is_rollback=0 AND is_undone=0 ORDER BY promotion DESC LIMIT ?");
  rows.bind(model_key).bind(limit);
  return read_all(rows);
}

void mark_promotion_undone(Database& database, std::int64_t promotion_key) {
  Statement(database, "UPDATE promotions SET is_undone=1 WHERE promotion=?").bind(promotion_key).run();
}

}  // namespace shohin
