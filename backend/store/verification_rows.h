// Verifications of runs in the database: a queue that outlives the process. A failure of the database is told
// by Database::verdict().
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.h"
#include "store/records.h"

namespace shohin {

enum class VerificationState : std::uint8_t { kQueued, kRunning, kVerified, kDifferent, kFailed, kCancelled };

struct VerificationRecord {
  RunInfo run;
  std::int64_t ticket = 0;  // of this attempt; the lowest goes first
  VerificationState state{};
  std::string user;
  std::int64_t creation_time = 0;  // milliseconds since 1970
  std::optional<std::int64_t> start_time, end_time;
  std::string report;  // JSON, once it has ended; else empty
};

// Queues the run behind all others, in place of its earlier attempt.
void enqueue_verification(Database& database, const RunInfo& run, const std::string& user, std::int64_t now);
std::optional<VerificationRecord> find_verification(Database& database, const RunInfo& run);
std::optional<VerificationRecord> next_verification(Database& database);  // the first that is queued
std::int64_t count_queued_verifications(Database& database);
// Those that an earlier process was running are queued again, before all others.
void requeue_verifications(Database& database);
void mark_verification_started(Database& database, std::int64_t ticket, std::int64_t now);

struct VerificationEnd {
  VerificationState state{};
  std::string report{};
  std::int64_t time = 0;
};
// False when this attempt has ended already.
bool end_verification(Database& database, std::int64_t ticket, const VerificationEnd& end);

}  // namespace shohin
