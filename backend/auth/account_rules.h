// What an account may be called, and how long its password must be.
#pragma once

#include <string_view>

#include "error/error.h"
#include "http/field.h"
#include "http/route.h"

namespace shohin {

// What is not the name of an account although requests are told by it: nobody was asked who he is, the token
// that reads metrics, whoever may read the data directory.
constexpr std::string_view kAnonymous = "anonymous";
constexpr std::string_view kMetricsReader = "metrics";
constexpr std::string_view kOperator = "operator";
// The first account.
constexpr std::string_view kFirstAdmin = "admin";

// kInvalidParameterValue about one field. An empty value is not told: it may be a password.
tl::unexpected<Error> refuse_value(std::string_view field, std::string_view value, std::string_view expected);

// All fail with kInvalidParameterValue and name the field.
// 1 to 64 of letters, digits and . _ @ + - that is not one of the names above.
Outcome<void> check_user_name(std::string_view name);
// 12 to 1024 characters.
Outcome<void> check_password(std::string_view password, std::string_view field = "password");
Outcome<Role> read_account_role(std::string_view name);

// The same for requests and answers of routes.
Field user_field();
Field password_field(std::string name);
Field role_field();

}  // namespace shohin
