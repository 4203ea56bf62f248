#include "auth/audit_routes.h"

#include "auth/account_answers.h"
#include "http/strict_request.h"
#include "store/audit_rows.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostEntries = 1000;

AuditQuery read_query(const Request& request) {
  AuditQuery query;
  query.user = query_text(request, "user");
  query.action = query_text(request, "action");
  query.subject = query_text(request, "subject");
  query.before = query_number(request, "before");
  query.limit = query_number(request, "limit").value_or(query.limit);
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
  const auto entries = store.read(
      [&](Database& database) -> Outcome<std::vector<AuditEntry>> { return search_audit(database, query); });
  if (!entries) return tl::unexpected<Error>(entries.error());
  JsonArray list;
  for (const auto& entry : *entries) list.push_back(entry_json(entry));
  return private_response(JsonObject{{"entries", std::move(list)}});
}

}  // namespace

std::vector<Route> audit_routes(Store& store) {
  const auto entry =
      object("", {integer("entry"), integer("time"), text("user"), text("action"), text("subject"),
                  text("old"), text("new"), text("reason"), text("address"), text("request_id")});
  return {Route(Method::kGet, "/api/shohin/v1/audit", Role::kAdmin, Accepts::kNoBody,
                [&store](const Request& request) { return tell(store, request); },
                {.summary = "Read the audit log, newest first",
                 .query = {maybe(text("user")), maybe(text("action")), maybe(text("subject")),
                           maybe(integer("before", 1, INT64_MAX)), maybe(integer("limit", 1, kMostEntries))},
                 .answer = json_answer({list("entries", component("AuditEntry", entry))}),
                 .strict = true})};
}

}  // namespace shohin
