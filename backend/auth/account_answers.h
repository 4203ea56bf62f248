// What the routes of accounts have in common: how they answer, and what they read.
#pragma once

#include <cstdint>
#include <string_view>

#include "auth/users.h"
#include "http/route.h"
#include "text/json.h"

namespace shohin {

inline constexpr std::uint64_t kAccountBodyBytes = 16 * 1024;  // names, passwords and notes are short

// JSON that nobody on the way may keep.
Response private_response(Json json);

// {"user": "vera", "role": "viewer", "id": 3, "has_password": true, "created": 1769860800000}
Json account_json(const Account& account);
Field account_schema();

// The number in a path's {id}. Fails with kInvalidParameterValue.
Outcome<std::int64_t> read_id(std::string_view text);

// Whom a list or a change is about: everybody (empty) for an admin, otherwise only who asks.
std::string_view visible_user(const Request& request);

}  // namespace shohin
