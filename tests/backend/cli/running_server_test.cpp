// Proves how a command finds out whether a server holds a data directory, and that the way there is the
// owner's.
#include "cli/running_server.h"

#include <sys/stat.h>

#include <catch_amalgamated.hpp>
#include <fstream>

#include "temporary_directory.h"

using namespace shohin;

TEST_CASE("a directory that nobody serves is the command's", "[cli][lock]") {
  TemporaryDirectory folder;
  auto holder = find_holder(folder.path(), "");
  REQUIRE(holder);
  CHECK(holder->lock.has_value());
  CHECK_FALSE(holder->server.has_value());
  CHECK_FALSE(DirectoryLock::take(folder.path()));
}

TEST_CASE("a directory that is served leads to its server", "[cli][lock]") {
  TemporaryDirectory folder;
  const auto served = DirectoryLock::take(folder.path());
  REQUIRE(served);
  REQUIRE(tell_address(folder.path(), "http://127.0.0.1:1", "a-token-of-this-server"));
  REQUIRE(tell_address(folder.path(), "http://127.0.0.1:1", ""));  // also over an older one
  auto holder = find_holder(folder.path(), "");
  REQUIRE(holder);
  CHECK_FALSE(holder->lock.has_value());
  REQUIRE(holder->server.has_value());
  const auto silent = holder->server->call(Method::kGet, "/health");
  REQUIRE_FALSE(silent);
  CHECK(silent.error().code == ErrorCode::kTemporarilyUnavailable);
}

TEST_CASE("what a server leaves is its owner's to read", "[cli][lock]") {
  TemporaryDirectory folder;
  REQUIRE(tell_address(folder.path(), "http://127.0.0.1:1", "a-token-of-this-server"));
  struct stat status {};
  REQUIRE(::stat((folder.path() / "server-address").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a directory that is held by a program without an address is told", "[cli][lock]") {
  TemporaryDirectory folder;
  const auto served = DirectoryLock::take(folder.path());
  REQUIRE(served);
  const auto holder = find_holder(folder.path(), "");
  REQUIRE_FALSE(holder);
  CHECK(holder.error().code == ErrorCode::kResourceConflict);
}

TEST_CASE("a directory that is not there and a token file without a token are told", "[cli][lock]") {
  TemporaryDirectory folder;
  const auto nowhere = find_holder(folder.path() / "none", "");
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().code == ErrorCode::kInternalError);
  const auto served = DirectoryLock::take(folder.path());
  REQUIRE(tell_address(folder.path(), "http://127.0.0.1:1", ""));
  std::ofstream(folder.path() / "token") << "short";
  const auto tokenless = find_holder(folder.path(), (folder.path() / "token").string());
  REQUIRE_FALSE(tokenless);
  CHECK(tokenless.error().code == ErrorCode::kInvalidParameterValue);
}
