// Proves the rules of accounts: names, passwords, roles, the last admin; that changes are audited and
// survive.
#include <catch_amalgamated.hpp>

#include "account_fixture.h"

namespace shohin {
namespace {

TEST_CASE("an account is there at once and after a restart", "[auth][users]") {
  AccountFixture f;
  const auto vera = f.add_user("vera", Role::kViewer);
  CHECK(vera.role == Role::kViewer);
  CHECK(vera.password_version == 1);
  CHECK(f.accounts->users().find("vera")->id == vera.id);
  f.restart();
  CHECK(f.accounts->users().find(vera.id)->name == "vera");
  const auto hash = f.accounts->users().password_hash("vera").value();
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$"));
  CHECK(f.accounts->users().all().size() == 2);
}

TEST_CASE("names and passwords that are not possible are refused by field", "[auth][users]") {
  AccountFixture f;
  auto& users = f.accounts->users();
  const auto field_of = [&](const std::string& name, const std::string& password) {
    const auto added = users.add({name, password, Role::kViewer}, f.actor);
    REQUIRE_FALSE(added.has_value());
    CHECK(added.error().code == ErrorCode::kInvalidParameterValue);
    CHECK(added.error().message.find(password.empty() ? "?" : password) == std::string::npos);
    return added.error().faults.first().field;
  };
  for (const auto* name : {"", "a b", "a:b", "a/b", "..", "vér", "anonymous", "metrics", "operator"}) {
    INFO(name);
    CHECK(field_of(name, kPassword) == "user");
  }
  CHECK(field_of(std::string(65, 'a'), kPassword) == "user");
  CHECK(field_of("vera", "eleven long") == "password");
  CHECK(field_of("vera", std::string(1025, 'p')) == "password");
  CHECK(users.all().size() == 1);
}

TEST_CASE("a name is taken once", "[auth][users]") {
  AccountFixture f;
  f.add_user("vera", Role::kViewer);
  CHECK(code_of(f.accounts->users().add({"vera", kPassword, Role::kAdmin}, f.actor)) ==
        ErrorCode::kResourceAlreadyExists);
  CHECK(f.accounts->users().find("vera")->role == Role::kViewer);
}

TEST_CASE("who is not there cannot be changed or removed", "[auth][users]") {
  AccountFixture f;
  auto& users = f.accounts->users();
  CHECK(code_of(users.change("nobody", {.role = Role::kStaff}, f.actor)) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(users.change("nobody", {.password = kPassword}, f.actor)) ==
        ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(users.remove("nobody", f.actor)) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(users.require("nobody")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE("one admin always remains", "[auth][users]") {
  AccountFixture f;
  auto& users = f.accounts->users();
  CHECK(code_of(users.change("admin", {.role = Role::kViewer}, f.actor)) == ErrorCode::kResourceConflict);
  CHECK(code_of(users.remove("admin", f.actor)) == ErrorCode::kResourceConflict);
  CHECK(users.find("admin")->role == Role::kAdmin);
  f.add_user("vera", Role::kAdmin);
  CHECK(users.change("admin", {.role = Role::kViewer}, f.actor)->role == Role::kViewer);
  CHECK(code_of(users.remove("vera", f.actor)) == ErrorCode::kResourceConflict);
  CHECK(users.remove("admin", f.actor).has_value());
  f.restart();
  CHECK(f.accounts->users().all().size() == 1);
}

TEST_CASE("every change says who, what, from what to what", "[auth][users][audit]") {
  AccountFixture f;
  f.add_user("vera", Role::kViewer);
  ++f.now;
  REQUIRE(f.accounts->users().change("vera", {.role = Role::kStaff, .password = "another long password"},
                                     f.actor));
  REQUIRE(f.accounts->users().remove("vera", f.actor));
  const auto entries = f.audit({.subject = "vera"});
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].change.action == "user.remove");
  CHECK(entries[1].change.action == "user.role");
  CHECK(entries[1].change.old_value == "viewer");
  CHECK(entries[1].change.new_value == "staff");
  CHECK(entries[1].time == f.now);
  CHECK(entries[1].actor.user == "admin");
  CHECK(entries[1].actor.address == "192.0.2.1");
  CHECK(entries[2].change.action == "user.password");
  CHECK(entries[2].change.new_value.empty());
  CHECK(entries[3].change.action == "user.add");
}

TEST_CASE("the first password voids the initial secret, also after a restart", "[auth][users]") {
  AccountFixture f;
  const auto secret = f.initial_secret();
  CHECK(f.identify(bearer(secret))->user == "admin");
  CHECK(f.identify(basic("anybody", secret))->role == Role::kAdmin);
  REQUIRE(f.accounts->users().change("admin", {.password = kPassword}, f.actor));
  CHECK(code_of(f.identify(bearer(secret))) == ErrorCode::kUnauthenticated);
  CHECK(code_of(f.identify(basic("admin", secret))) == ErrorCode::kUnauthenticated);
  CHECK(f.identify(basic("admin", kPassword))->user == "admin");
  CHECK_FALSE(std::filesystem::exists(f.folder.path() / "admin-secret"));
  f.restart();
  CHECK_FALSE(std::filesystem::exists(f.folder.path() / "admin-secret"));
  CHECK(code_of(f.identify(bearer(secret))) == ErrorCode::kUnauthenticated);
}

}  // namespace
}  // namespace shohin
