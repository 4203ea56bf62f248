#include "auth/account_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/ascii.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kShortestPassword = 12;  // MLflow's rule too
constexpr std::size_t kLongestPassword = 1024;

bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '@' || c == '+' || c == '-';
}

}  // namespace

tl::unexpected<Error> refuse_value(std::string_view field, std::string_view value,
                                   std::string_view expected) {
  const std::string shown(value.substr(0, 100));
  Error error{.code = ErrorCode::kInvalidParameterValue};
  error.message = std::string(field) + ": " + (shown.empty() ? "" : "'" + shown + "' is not possible; ") +
                  std::string(expected) + " would be right.";
  error.faults.add({.code = FaultCode::kUnknownCategory,
                    .field = std::string(field),
                    .value = shown,
                    .expected = std::string(expected)});
  return tl::unexpected<Error>(std::move(error));
}

Outcome<void> check_user_name(std::string_view name) {
  const bool spelled = !name.empty() && name.size() <= kLongestName && name != "." && name != ".." &&
                       std::all_of(name.begin(), name.end(), is_name_character);
  if (!spelled) return refuse_value("user", name, "1 to 64 letters, digits, '.', '_', '@', '+' or '-'");
  if (name == kAnonymous || name == kMetricsReader || name == kOperator) {
    return refuse_value("user", name, "a name that the server does not use itself");
  }
  return {};
}

Outcome<void> check_password(std::string_view password, std::string_view field) {
  const auto size = count_characters(password);
  if (size >= kShortestPassword && size <= kLongestPassword) return {};
  return refuse_value(field, "", "12 to 1024 characters");
}

Outcome<Role> read_account_role(std::string_view name) {
  constexpr std::array kRoles = {Role::kViewer, Role::kStaff, Role::kAdmin};
  for (const auto role : kRoles) {
    if (role_name(role) == name) return role;
  }
  return refuse_value("role", name, "viewer, staff or admin");
}

Field user_field() { return sized(1, kLongestName, like("^[A-Za-z0-9._@+-]+$", text("user"))); }

Field password_field(std::string name) {
  return sized(kShortestPassword, kLongestPassword, text(std::move(name)));
}

Field role_field() { return choice("role", {"viewer", "staff", "admin"}); }

}  // namespace shohin
