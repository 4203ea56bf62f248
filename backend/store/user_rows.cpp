// Users.
#include "store/account_rows.h"

namespace shohin {
namespace {

UserRecord read_user(const Statement& row) {
  return {row.integer(0), row.text(1), row.text(2), row.maybe_text(3), row.integer(4), row.integer(5)};
}

}  // namespace

std::int64_t insert_user(Database& database, const UserRecord& user) {
  Statement(database,
            "INSERT INTO users (name, role, password_hash, password_version, creation_time) "
            "VALUES (?,?,?,?,?)")
      .bind(user.name)
      .bind(user.role)
      .bind(user.password_hash)
      .bind(user.password_version)
      .bind(user.creation_time)
      .run();
  return database.last_id();
}

std::optional<UserRecord> find_user(Database& database, const std::string& name) {
  Statement row(database,
                "SELECT user_id, name, role, password_hash, password_version, creation_time FROM users "
                "WHERE name=?");
  if (!row.bind(name).next()) return std::nullopt;
  return read_user(row);
}

std::vector<UserRecord> all_users(Database& database) {
  Statement rows(database,
                 "SELECT user_id, name, role, password_hash, password_version, creation_time FROM users "
                 "ORDER BY user_id");
  std::vector<UserRecord> found;
  while (rows.next()) found.push_back(read_user(rows));
  return found;
}

void update_user_role(Database& database, std::int64_t user_id, const std::string& role) {
  Statement(database, "UPDATE users SET role=? WHERE user_id=?").bind(role).bind(user_id).run();
}

void update_user_password(Database& database, std::int64_t user_id, const std::string& password_hash) {
  Statement(database, "UPDATE users SET password_hash=?, password_version=password_version+1 WHERE user_id=?")
      .bind(password_hash)
      .bind(user_id)
      .run();
}

void delete_user(Database& database, std::int64_t user_id) {
  Statement(database, "DELETE FROM users WHERE user_id=?").bind(user_id).run();
}

std::int64_t count_admins(Database& database) {
  Statement row(database, "SELECT count(*) FROM users WHERE role='admin'");
  return row.next() ? row.integer(0) : 0;
}

}  // namespace shohin
