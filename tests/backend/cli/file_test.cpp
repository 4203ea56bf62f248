// Proves that files are refused by size before they are read, and that output appears whole or not at all.
#include <unistd.h>

#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>

#include "cli/input_file.h"
#include "cli/output_file.h"
#include "temporary_directory.h"

using shohin::ErrorCode;
using shohin::InputFile;
using shohin::OutputFile;

namespace {

std::string read_back(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a file over the limit is refused by its size", "[cli][file]") {
  const shohin::TemporaryDirectory folder;
  const auto path = folder.path() / "big.csv";
  std::ofstream(path).put('x');
  std::filesystem::resize_file(path, 1ULL << 30);
  const auto refused = InputFile::open(path, 1000);
  REQUIRE_FALSE(refused);
  REQUIRE(refused.error().faults.count() == 1);
  CHECK(refused.error().faults.first().code == shohin::FaultCode::kTooLarge);
  CHECK(refused.error().faults.first().value == "1073741824");
  CHECK(refused.error().faults.first().expected == "1000");
}

TEST_CASE("a device without an end is refused at the limit", "[cli][file]") {
  const auto refused = shohin::read_input("/dev/zero", 5'000'000);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().faults.first().code == shohin::FaultCode::kTooLarge);
}

TEST_CASE("what is not there and what is a folder are told apart", "[cli][file]") {
  const shohin::TemporaryDirectory folder;
  CHECK(shohin::read_input(folder.path() / "none", 10).error().code == ErrorCode::kResourceDoesNotExist);
  CHECK(shohin::read_input(folder.path(), 10).error().code == ErrorCode::kInvalidParameterValue);
}

TEST_CASE("a file is read whole", "[cli][file]") {
  const shohin::TemporaryDirectory folder;
  const std::string text(3'000'000, 'y');
  std::ofstream(folder.path() / "a") << text;
  CHECK(shohin::read_input(folder.path() / "a", text.size()) == text);
}

TEST_CASE("output appears when it is committed", "[cli][file]") {
  const shohin::TemporaryDirectory folder;
  const auto path = folder.path() / "out.csv";
  std::ofstream(path) << "before";
  auto file = OutputFile::create(path);
  REQUIRE(file);
  REQUIRE(file->write("after"));
  CHECK(read_back(path) == "before");
  REQUIRE(file->commit());
  CHECK(read_back(path) == "after");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a link is followed and stays a link", "[cli][file]") {
  const shohin::TemporaryDirectory folder;
  std::ofstream(folder.path() / "target") << "before";
  std::filesystem::create_symlink("target", folder.path() / "link");
  auto file = OutputFile::create(folder.path() / "link");
  REQUIRE(file);
  REQUIRE(file->write("after"));
  REQUIRE(file->commit());
  CHECK(std::filesystem::is_symlink(folder.path() / "link"));
  CHECK(read_back(folder.path() / "target") == "after");
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("output that is given up leaves nothing", "[cli][file]") {
  const shohin::TemporaryDirectory folder;
  {
    auto file = OutputFile::create(folder.path() / "out.csv");
    REQUIRE(file);
    REQUIRE(file->write("half"));
    CHECK(files_in(folder.path()) == 1);
  }
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a full disk and a missing folder are reported", "[cli][file]") {
  auto full = OutputFile::create("/dev/full");
  REQUIRE(full);
  const auto written = full->write("x");
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::kInsufficientStorage);
  CHECK(written.error().message.find("/dev/full") != std::string::npos);
  const shohin::TemporaryDirectory folder;
  const auto refused = OutputFile::create(folder.path() / "no" / "out.csv");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kPermissionDenied);
}
