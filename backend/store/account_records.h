// What the database keeps of users, their sessions and API tokens. Times are milliseconds since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace shohin {

struct UserRecord {
  std::int64_t id = 0;
  std::string name{};
  std::string role{};                          // "viewer", "staff" or "admin"
  std::optional<std::string> password_hash{};  // nothing until the first password is set
  std::int64_t password_version = 0;           // counts the passwords that were set
  std::int64_t creation_time = 0;
};

struct SessionRecord {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
  std::string secret_hash{};
  std::int64_t password_version = 0;  // of the user when the session began
  std::int64_t creation_time = 0, last_use_time = 0;
  std::string address{}, client{};  // where it began, and with which program
};

struct TokenRecord {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
  std::string name{};
  std::string secret_hash{};
  std::string scopes{};  // "read log", in the order of the scopes
  std::int64_t creation_time = 0, expiration_time = 0;
  std::optional<std::int64_t> last_use_time{};
};

}  // namespace shohin
