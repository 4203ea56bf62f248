// Proves that users, sessions and tokens are kept, that a user's go with the user, and that numbers are not
// used twice.
#include "store/account_rows.h"

#include <catch_amalgamated.hpp>

#include "store/migrations.h"
#include "temporary_directory.h"

using namespace shohin;

namespace {

struct AccountsFixture {
  TemporaryDirectory folder;
  std::filesystem::path file = folder.path() / "a.db";
  std::unique_ptr<Database> database = std::move(Database::open(file, Access::kWrite).value());
  AccountsFixture() { REQUIRE(migrate(*database, file, all_migrations())); }

  std::int64_t add_user(const std::string& name) {
    return insert_user(*database, {.name = name, .role = "viewer", .password_hash = "h", .creation_time = 5});
  }
};

}  // namespace

TEST_CASE("a new database has one admin without a password", "[store][accounts]") {
  AccountsFixture f;
  const auto admin = find_user(*f.database, "admin");
  REQUIRE(admin);
  CHECK(admin->role == "admin");
  CHECK_FALSE(admin->password_hash);
  CHECK(admin->password_version == 0);
  CHECK(count_admins(*f.database) == 1);
  CHECK_FALSE(find_user(*f.database, "Admin"));
}

TEST_CASE("a password is counted and a role is one of three", "[store][accounts]") {
  AccountsFixture f;
  const auto id = f.add_user("vera");
  update_user_password(*f.database, id, "first");
  update_user_password(*f.database, id, "second");
  update_user_role(*f.database, id, "staff");
  REQUIRE(f.database->verdict());
  const auto vera = find_user(*f.database, "vera");
  REQUIRE(vera);
  CHECK(vera->password_hash == "second");
  CHECK(vera->password_version == 2);
  CHECK(vera->role == "staff");
  update_user_role(*f.database, id, "emperor");
  CHECK_FALSE(f.database->verdict());
}

TEST_CASE("sessions and tokens go with their user, and no number comes back", "[store][accounts]") {
  AccountsFixture f;
  const auto id = f.add_user("vera");
  const auto session = insert_session(*f.database, {.user_id = id, .secret_hash = "s", .address = "::1"});
  const auto token = insert_token(*f.database, {.user_id = id, .secret_hash = "t", .scopes = "read log"});
  touch_session(*f.database, session, 77);
  touch_token(*f.database, token, 78);
  REQUIRE(all_sessions(*f.database).size() == 1);
  CHECK(all_sessions(*f.database)[0].last_use_time == 77);
  CHECK(all_sessions(*f.database)[0].address == "::1");
  REQUIRE(all_tokens(*f.database).size() == 1);
  CHECK(all_tokens(*f.database)[0].scopes == "read log");
  CHECK(all_tokens(*f.database)[0].last_use_time == 78);
  delete_user(*f.database, id);
  CHECK(all_sessions(*f.database).empty());
  CHECK(all_tokens(*f.database).empty());
  const auto next = f.add_user("stan");
  CHECK(next > id);
  CHECK(insert_session(*f.database, {.user_id = next, .secret_hash = "s"}) > session);
  CHECK(insert_token(*f.database, {.user_id = next, .secret_hash = "t"}) > token);
  REQUIRE(f.database->verdict());
}

TEST_CASE("a session or token that ended is gone, the others stay", "[store][accounts]") {
  AccountsFixture f;
  const auto id = f.add_user("vera");
  for (const char* hash : {"1", "2"}) {
    insert_session(*f.database, {.user_id = id, .secret_hash = hash});
    insert_token(*f.database, {.user_id = id, .secret_hash = hash});
  }
  delete_session(*f.database, all_sessions(*f.database)[0].id);
  delete_token(*f.database, all_tokens(*f.database)[1].id);
  REQUIRE(all_sessions(*f.database).size() == 1);
  CHECK(all_sessions(*f.database)[0].secret_hash == "2");
  REQUIRE(all_tokens(*f.database).size() == 1);
  CHECK(all_tokens(*f.database)[0].secret_hash == "1");
}
