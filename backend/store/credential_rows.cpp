// Sessions and API tokens.
#include "store/account_rows.h"

namespace shohin {

std::int64_t insert_session(Database& database, const SessionRecord& session) {
  Statement(database,
            "INSERT INTO sessions (user_id, secret_hash, password_version, creation_time, last_use_time, "
            "address, client) VALUES (?,?,?,?,?,?,?)")
      .bind(session.user_id)
      .bind(session.secret_hash)
      .bind(session.password_version)
      .bind(session.creation_time)
      .bind(session.last_use_time)
      .bind(session.address)
      .bind(session.client)
      .run();
  return database.last_id();
}

std::vector<SessionRecord> all_sessions(Database& database) {
  Statement rows(database,
                 "SELECT session_id, user_id, secret_hash, password_version, creation_time, last_use_time, "
                 "address, client FROM sessions ORDER BY session_id");
  std::vector<SessionRecord> found;
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.integer(1), rows.text(2), rows.integer(3), rows.integer(4),
                     rows.integer(5), rows.text(6), rows.text(7)});
  }
  return found;
}

void touch_session(Database& database, std::int64_t session_id, std::int64_t last_use_time) {
  Statement(database, "UPDATE sessions SET last_use_time=? WHERE session_id=?")
      .bind(last_use_time)
      .bind(session_id)
      .run();
}

void delete_session(Database& database, std::int64_t session_id) {
  Statement(database, "DELETE FROM sessions WHERE session_id=?").bind(session_id).run();
}

std::int64_t insert_token(Database& database, const TokenRecord& token) {
  Statement(database,
            "INSERT INTO tokens (user_id, name, secret_hash, scopes, creation_time, expiration_time) "
            "VALUES (?,?,?,?,?,?)")
      .bind(token.user_id)
      .bind(token.name)
      .bind(token.secret_hash)
      .bind(token.scopes)
      .bind(token.creation_time)
      .bind(token.expiration_time)
      .run();
  return database.last_id();
}

std::vector<TokenRecord> all_tokens(Database& database) {
  Statement rows(database,
                 "SELECT token_id, user_id, name, secret_hash, scopes, creation_time, expiration_time, "
                 "last_use_time FROM tokens ORDER BY token_id");
  std::vector<TokenRecord> found;
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.integer(1), rows.text(2), rows.text(3), rows.text(4),
                     rows.integer(5), rows.integer(6), rows.maybe_integer(7)});
  }
  return found;
}

void touch_token(Database& database, std::int64_t token_id, std::int64_t last_use_time) {
  Statement(database, "UPDATE tokens SET last_use_time=? WHERE token_id=?")
      .bind(last_use_time)
      .bind(token_id)
      .run();
}

void delete_token(Database& database, std::int64_t token_id) {
  Statement(database, "DELETE FROM tokens WHERE token_id=?").bind(token_id).run();
}

}  // namespace shohin
