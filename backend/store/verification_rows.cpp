#include "store/verification_rows.h"

#include <string_view>
#include <utility>

#include "store/enum_column.h"
#include "store/run_rows.h"

namespace shohin {
namespace {

constexpr EnumRange<VerificationState> kStates{VerificationState::kQueued, VerificationState::kCancelled,
                                               VerificationState::kFailed};

constexpr std::string_view kVerificationColumns =
    "SELECT r.run_id, v.ticket, v.state, v.user_id, v.creation_time, v.start_time, v.end_time, v.report "
    "FROM verifications v JOIN runs r ON r.run=v.run ";

std::optional<VerificationRecord> next_record(Database& database, Statement& row) {
  if (!row.next()) return std::nullopt;
  auto run = find_run(database, row.text(0));
  if (!run) return std::nullopt;
  return VerificationRecord{std::move(*run), row.integer(1),       read_enum(row, 2, kStates), row.text(3),
                            row.integer(4),  row.maybe_integer(5), row.maybe_integer(6),       row.text(7)};
}

int number_of(VerificationState state) { return static_cast<int>(state); }

}  // namespace

void enqueue_verification(Database& database, const RunInfo& run, const std::string& user, std::int64_t now) {
  Statement(database,
            "INSERT INTO verifications (run, ticket, state, user_id, creation_time, report) "
            "VALUES (?1, (SELECT coalesce(max(ticket), 0)+1 FROM verifications), ?2, ?3, ?4, '') "
            "ON CONFLICT (run) DO UPDATE SET ticket=excluded.ticket, state=excluded.state, "
            "user_id=excluded.user_id, creation_time=excluded.creation_time, start_time=NULL, end_time=NULL, "
            "report=''")
      .bind(run.key)
      .bind(number_of(VerificationState::kQueued))
      .bind(user)
      .bind(now)
      .run();
}

std::optional<VerificationRecord> find_verification(Database& database, const RunInfo& run) {
  Statement row(database, std::string(kVerificationColumns) + "WHERE v.run=?");
  row.bind(run.key);
  return next_record(database, row);
}

std::optional<VerificationRecord> next_verification(Database& database) {
  Statement row(database, std::string(kVerificationColumns) + "WHERE v.state=? ORDER BY v.ticket LIMIT 1");
  row.bind(number_of(VerificationState::kQueued));
  return next_record(database, row);
}

std::int64_t count_queued_verifications(Database& database) {
  Statement row(database, "SELECT count(*) FROM verifications WHERE state=?");
  return row.bind(number_of(VerificationState::kQueued)).next() ? row.integer(0) : 0;
}

void requeue_verifications(Database& database) {
  Statement(database, "UPDATE verifications SET state=?, start_time=NULL WHERE state=?")
      .bind(number_of(VerificationState::kQueued))
      .bind(number_of(VerificationState::kRunning))
      .run();
}

void mark_verification_started(Database& database, std::int64_t ticket, std::int64_t now) {
  Statement(database, "UPDATE verifications SET state=?, start_time=? WHERE ticket=?")
      .bind(number_of(VerificationState::kRunning))
      .bind(now)
      .bind(ticket)
      .run();
}

bool end_verification(Database& database, std::int64_t ticket, const VerificationEnd& end) {
  Statement(database,
            "UPDATE verifications SET state=?, report=?, end_time=? WHERE ticket=? AND state IN (?,?)")
      .bind(number_of(end.state))
      .bind(end.report)
      .bind(end.time)
      .bind(ticket)
      .bind(number_of(VerificationState::kQueued))
      .bind(number_of(VerificationState::kRunning))
      .run();
  return database.changes() > 0;
}

}  // namespace shohin
