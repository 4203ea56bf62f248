#include "store/audit_rows.h"

namespace shohin {

void append_audit(Database& database, const Actor& actor, const AuditedChange& change, std::int64_t time) {
  Statement(database,
            "INSERT INTO audit (time, user_name, action, subject, old_value, new_value, reason, address, "
            "request_id) VALUES (?,?,?,?,?,?,?,?,?)")
      .bind(time)
      .bind(actor.user)
      .bind(change.action)
      .bind(change.subject)
      .bind(change.old_value)
      .bind(change.new_value)
      .bind(change.reason)
      .bind(actor.address)
      .bind(actor.request_id)
      .run();
}

std::vector<AuditEntry> search_audit(Database& database, const AuditQuery& query) {
  Statement rows(database,
                 "SELECT entry, time, user_name, action, subject, old_value, new_value, reason, address, "
                 "request_id FROM audit WHERE (?1='' OR user_name=?1) AND (?2='' OR action=?2) "
                 "AND (?3='' OR subject=?3) AND (?4 IS NULL OR entry<?4) ORDER BY entry DESC LIMIT ?5");
  rows.bind(query.user).bind(query.action).bind(query.subject).bind(query.before).bind(query.limit);
  std::vector<AuditEntry> found;
  while (rows.next()) {
    found.push_back({rows.integer(0),
                     rows.integer(1),
                     {rows.text(2), rows.text(8), rows.text(9)},
                     {rows.text(3), rows.text(4), rows.text(5), rows.text(6), rows.text(7)}});
  }
  return found;
}

}  // namespace shohin
