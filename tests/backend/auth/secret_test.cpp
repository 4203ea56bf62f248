// Proves that the admin's secret is made once, for its owner's eyes, and read strictly.
#include <catch_amalgamated.hpp>
#include <fstream>

#include "auth/authenticator.h"
#include "auth/secret.h"
#include "temporary_directory.h"

namespace shohin {
namespace {

TEST_CASE("the admin's secret is made at the first start and stays", "[auth]") {
  const TemporaryDirectory folder;
  const auto first = admin_secret(folder.path());
  REQUIRE(first.has_value());
  CHECK(first->size() == 64);
  CHECK(admin_secret(folder.path()).value() == *first);
  const auto mode = std::filesystem::status(folder.path() / "admin-secret").permissions();
  CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(random_secret() != random_secret());
}

TEST_CASE("a secret that is missing, short or not to be written is refused", "[auth]") {
  const TemporaryDirectory folder;
  CHECK(read_secret_file(folder.path() / "none").error().code == ErrorCode::kInvalidParameterValue);
  std::ofstream(folder.path() / "short") << "fifteen letters\n";
  CHECK(read_secret_file(folder.path() / "short").error().code == ErrorCode::kInvalidParameterValue);
  std::ofstream(folder.path() / "long") << "sixteen letters!\r\nmore\n";
  CHECK(*read_secret_file(folder.path() / "long") == "sixteen letters!");
  CHECK(admin_secret(folder.path() / "nowhere").error().code == ErrorCode::kInternalError);
}

TEST_CASE("base64 is decoded as RFC 4648 says", "[auth]") {
  CHECK(decode_base64("") == "");
  CHECK(decode_base64("Zg==") == "f");
  CHECK(decode_base64("Zm8=") == "fo");
  CHECK(decode_base64("Zm9vYmFy") == "foobar");
  CHECK_FALSE(decode_base64("Zm9").has_value());
  CHECK_FALSE(decode_base64("Zm9*").has_value());
}

}  // namespace
}  // namespace shohin
