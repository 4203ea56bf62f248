// Users, sessions and API tokens in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/account_records.h"
#include "store/database.h"

namespace shohin {

std::int64_t insert_user(Database& database, const UserRecord& user);
std::optional<UserRecord> find_user(Database& database, const std::string& name);
std::vector<UserRecord> all_users(Database& database);  // by number
void update_user_role(Database& database, std::int64_t user_id, const std::string& role);
// Also counts the password.
void update_user_password(Database& database, std::int64_t user_id, const std::string& password_hash);
void delete_user(Database& database, std::int64_t user_id);  // with sessions and tokens
// How many users have the role `admin`.
std::int64_t count_admins(Database& database);

std::int64_t insert_session(Database& database, const SessionRecord& session);
std::vector<SessionRecord> all_sessions(Database& database);
void touch_session(Database& database, std::int64_t session_id, std::int64_t last_use_time);
void delete_session(Database& database, std::int64_t session_id);

std::int64_t insert_token(Database& database, const TokenRecord& token);
std::vector<TokenRecord> all_tokens(Database& database);
void touch_token(Database& database, std::int64_t token_id, std::int64_t last_use_time);
void delete_token(Database& database, std::int64_t token_id);

}  // namespace shohin
