// The audit log: who changed what, from where and when. Rows are added, never changed: the schema refuses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace shohin {

// Who asks for a change, and through which request.
struct Actor {
  std::string user{};        // the account's name
  std::string address{};     // of the client; empty on the command line
  std::string request_id{};  // empty on the command line
};

struct AuditedChange {
  std::string action;                    // "noun.verb": "user.role", "alias.set"
  std::string subject;                   // what was changed: "vera", "bonsai@production"
  std::string old_value{}, new_value{};  // never a secret
  std::string reason{};                  // as the actor gave it
};

struct AuditEntry {
  std::int64_t entry = 0;
  std::int64_t time = 0;  // milliseconds since 1970
  Actor actor;
  AuditedChange change;
};

struct AuditQuery {
  std::string user{}, action{}, subject{};  // empty for all
  std::optional<std::int64_t> before{};     // entries with a smaller number
  std::int64_t limit = 100;
};

// To be called inside the job that makes the change, so that neither is kept without the other.
void append_audit(Database& database, const Actor& actor, const AuditedChange& change, std::int64_t time);

// The newest first.
std::vector<AuditEntry> search_audit(Database& database, const AuditQuery& query);

}  // namespace shohin
