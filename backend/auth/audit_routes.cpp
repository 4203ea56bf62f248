#include "auth/audit_routes.h"

#include <charconv>
#include <optional>

#include "auth/account_answers.h"
#include "auth/account_rules.h"
#include "error/fault_text.h"
#include "store/audit_rows.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostEntries = 1000;

Outcome<std::int64_t> read_number(const std::string& name, const std::string& text, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool good = error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= most;
  if (good) return number;
  return refuse_value(name, text, "a whole number from 1 to " + std::to_string(most));
}

Outcome<AuditQuery> read_query(const Request& request) {
  AuditQuery query;
  for (const auto& [name, value] : request.query) {
    if (name == "user") {
      query.user = value;
    } else if (name == "action") {
      query.action = value;
    } else if (name == "subject") {
      query.subject = value;
    } else if (name == "before" || name == "limit") {
      const auto number = read_number(name, value, name == "limit" ? kMostEntries : INT64_MAX);
      if (!number) return tl::unexpected<Error>(number.error());
      if (name == "limit") {
        query.limit = *number;
      } else {
        query.before = *number;
      }
    } else {
      return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue,
                                                Fault{.code = FaultCode::kUnknownField,
                                                      .field = name,
                                                      .expected = "user, action, subject, before, limit"}));
    }
  }
  return query;
}

Json entry_json(const AuditEntry& entry) {
  return JsonObject{{"entry", entry.entry},
                    {"time", entry.time},
                    {"user", entry.actor.user},
                    {"action", entry.change.action},
                    {"subject", entry.change.subject},
                    {"old", entry.change.old_value},
                    {"new", entry.change.new_value},
                    {"reason", entry.change.reason},
                    {"address", entry.actor.address},
                    {"request_id", entry.actor.request_id}};
}

Outcome<Response> tell(Store& store, const Request& request) {
  const auto query = read_query(request);
  if (!query) return tl::unexpected<Error>(query.error());
  const auto entries = store.read(
      [&](Database& database) -> Outcome<std::vector<AuditEntry>> { return search_audit(database, *query); });
  if (!entries) return tl::unexpected<Error>(entries.error());
  JsonArray list;
  for (const auto& entry : *entries) list.push_back(entry_json(entry));
  return private_response(JsonObject{{"entries", std::move(list)}});
}

}  // namespace

std::vector<Route> audit_routes(Store& store) {
  return {Route(Method::kGet, "/api/shohin/v1/audit", Role::kAdmin, Accepts::kNoBody,
                [&store](const Request& request) { return tell(store, request); })};
}

}  // namespace shohin
