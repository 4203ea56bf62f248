#include "auth/account_answers.h"

#include <charconv>

#include "auth/account_rules.h"

namespace shohin {

Response private_response(Json json) {
  auto response = json_response(write_json(json));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Json account_json(const Account& account) {
  return JsonObject{{"user", account.name},
                    {"role", role_name(account.role)},
                    {"id", account.id},
                    {"has_password", account.password_version != 0},
                    {"created", account.creation_time}};
}

Field account_schema() {
  return component("User", object("", {text("user"), role_field(), integer("id"), flag("has_password"),
                                       integer("created")}));
}

Outcome<std::int64_t> read_id(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error == std::errc() && end == text.data() + text.size() && id > 0) return id;
  return refuse_value("id", text, "a whole number above 0");
}

std::string_view visible_user(const Request& request) {
  return request.role == Role::kAdmin ? std::string_view() : std::string_view(request.user);
}

}  // namespace shohin
