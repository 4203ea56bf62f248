// Proves that a token is what its owner made of it: scoped, ending, revocable, kept hashed, and audited.
#include <catch_amalgamated.hpp>
#include <fstream>
#include <sstream>

#include "account_fixture.h"

namespace shohin {
namespace {

constexpr std::int64_t kDay = 24 * 3600 * 1000LL;

std::string bytes_of(const std::filesystem::path& folder) {
  std::ostringstream bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  }
  return bytes.str();
}

TEST_CASE("a token brings its owner's role and its own scopes, now and after a restart", "[auth][tokens]") {
  AccountFixture f;
  f.add_user("vera", Role::kStaff);
  const auto made = f.add_token("vera", "read log");
  CHECK(made.secret.starts_with("shohin_"));
  CHECK(made.secret.size() == 7 + 64);
  for (int i = 0; i < 2; ++i) {
    for (const auto& headers : {bearer(made.secret), basic("vera", made.secret), basic("", made.secret)}) {
      const auto who = f.identify(headers);
      REQUIRE(who.has_value());
      CHECK(who->user == "vera");
      CHECK(who->role == Role::kStaff);
      CHECK(who->scopes.names() == "read log");
      CHECK_FALSE(who->by_cookie);
    }
    f.restart();
  }
}

TEST_CASE("the secret itself is nowhere on the disk", "[auth][tokens]") {
  AccountFixture f;
  const auto made = f.add_token("admin", "admin");
  const auto bytes = bytes_of(f.folder.path());
  CHECK(bytes.find(hash_secret(made.secret)) != std::string::npos);
  CHECK(bytes.find(made.secret.substr(7)) == std::string::npos);
}

TEST_CASE("a token ends when it says, when it is revoked, and with its owner", "[auth][tokens]") {
  AccountFixture f;
  f.add_user("vera", Role::kStaff);
  auto& tokens = f.accounts->tokens();
  const auto short_lived = tokens.create({"vera", "a day", Scopes::all(), 1}, f.actor).value();
  const auto revoked = f.add_token("vera", "read", "revoked");
  const auto orphan = f.add_token("vera", "read", "orphan");
  REQUIRE(tokens.revoke(revoked.token.id, "vera", f.actor));
  CHECK(code_of(f.identify(bearer(revoked.secret))) == ErrorCode::kUnauthenticated);
  f.now += kDay - 1;
  CHECK(f.identify(bearer(short_lived.secret)).has_value());
  f.now += 1;
  CHECK(code_of(f.identify(bearer(short_lived.secret))) == ErrorCode::kUnauthenticated);
  REQUIRE(f.accounts->users().remove("vera", f.actor));
  CHECK(code_of(f.identify(bearer(orphan.secret))) == ErrorCode::kUnauthenticated);
  f.add_user("vera", Role::kAdmin);
  CHECK(code_of(f.identify(bearer(orphan.secret))) == ErrorCode::kUnauthenticated);
  f.restart();
  CHECK(code_of(f.identify(bearer(orphan.secret))) == ErrorCode::kUnauthenticated);
}

TEST_CASE("another role counts for tokens at once", "[auth][tokens]") {
  AccountFixture f;
  f.add_user("vera", Role::kStaff);
  const auto made = f.add_token("vera", "admin");
  REQUIRE(f.accounts->users().change("vera", {.role = Role::kViewer}, f.actor));
  CHECK(f.identify(bearer(made.secret))->role == Role::kViewer);
}

TEST_CASE("a token has a name of its own, an owner, and days within a year", "[auth][tokens]") {
  AccountFixture f;
  auto& tokens = f.accounts->tokens();
  const auto refused = [&](const NewToken& token) { return code_of(tokens.create(token, f.actor)); };
  f.add_token("admin", "read", "laptop");
  CHECK(refused({"admin", "laptop", Scopes::all()}) == ErrorCode::kInvalidParameterValue);
  CHECK(refused({"admin", "", Scopes::all()}) == ErrorCode::kInvalidParameterValue);
  CHECK(refused({"admin", "a\nb", Scopes::all()}) == ErrorCode::kInvalidParameterValue);
  CHECK(refused({"admin", std::string(101, 'a'), Scopes::all()}) == ErrorCode::kInvalidParameterValue);
  CHECK(refused({"admin", "zero", Scopes::all(), 0}) == ErrorCode::kInvalidParameterValue);
  CHECK(refused({"admin", "long", Scopes::all(), 367}) == ErrorCode::kInvalidParameterValue);
  CHECK(refused({"nobody", "n", Scopes::all()}) == ErrorCode::kResourceDoesNotExist);
  CHECK(tokens.list("").size() == 1);
}

TEST_CASE("a user has a hundred tokens at most; those long past make room", "[auth][tokens]") {
  AccountFixture f;
  auto& tokens = f.accounts->tokens();
  for (std::size_t i = 0; i < Tokens::kMostOfUser; ++i) f.add_token("admin", "read", std::to_string(i));
  CHECK(code_of(tokens.create({"admin", "one more", Scopes::all()}, f.actor)) ==
        ErrorCode::kInvalidParameterValue);
  f.now += 121 * kDay;
  CHECK(tokens.create({"admin", "one more", Scopes::all()}, f.actor).has_value());
  CHECK(tokens.list("").size() == 1);
}

TEST_CASE("only one's own tokens are listed and revoked by who is no admin", "[auth][tokens]") {
  AccountFixture f;
  f.add_user("vera", Role::kViewer);
  const auto hers = f.add_token("vera", "read");
  const auto his = f.add_token("admin", "read");
  auto& tokens = f.accounts->tokens();
  REQUIRE(tokens.list("vera").size() == 1);
  CHECK(tokens.list("vera")[0].id == hers.token.id);
  CHECK(code_of(tokens.revoke(his.token.id, "vera", f.actor)) == ErrorCode::kResourceDoesNotExist);
  CHECK(f.identify(bearer(his.secret)).has_value());
  CHECK(tokens.revoke(hers.token.id, "", f.actor).has_value());
}

TEST_CASE("the last use of a token is kept", "[auth][tokens]") {
  AccountFixture f;
  const auto made = f.add_token("admin", "read");
  CHECK_FALSE(f.accounts->tokens().list("")[0].last_use_time);
  f.now += 5000;
  REQUIRE(f.identify(bearer(made.secret)));
  f.restart();
  CHECK(f.accounts->tokens().list("")[0].last_use_time == f.now);
}

TEST_CASE("making and revoking a token is audited without its secret", "[auth][tokens][audit]") {
  AccountFixture f;
  const auto made = f.add_token("admin", "log register", "ci");
  REQUIRE(f.accounts->tokens().revoke(made.token.id, "", f.actor));
  const auto entries = f.audit();
  REQUIRE(entries.size() == 2);
  CHECK(entries[1].change.action == "token.create");
  CHECK(entries[1].change.subject == "admin/ci");
  CHECK(entries[1].change.new_value == "log register, 90 days");
  CHECK(entries[0].change.action == "token.revoke");
  CHECK(entries[0].change.old_value == "log register");
}

TEST_CASE("scopes are read and told in their order, and bring what they include", "[auth][scopes]") {
  CHECK(Scopes::of("promote read")->names() == "read promote");
  CHECK_FALSE(Scopes::of("").has_value());
  CHECK_FALSE(Scopes::of("none").has_value());
  CHECK_FALSE(Scopes::of("read  log").has_value());
  CHECK_FALSE(Scopes::of("write").has_value());
  const auto log = Scopes::of("log").value();
  CHECK(log.allow(Scope::kNone));
  CHECK(log.allow(Scope::kRead));
  CHECK(log.allow(Scope::kLog));
  CHECK_FALSE(log.allow(Scope::kRegister));
  CHECK_FALSE(log.allow(Scope::kAdmin));
  CHECK(Scopes::all().allow(Scope::kPromote));
  CHECK_FALSE(Scopes().allow(Scope::kRead));
}

}  // namespace
}  // namespace shohin
