// Proves that a backup is one whole state, also while others write, and that a restored one is a data
// directory.
#include "operations/backup.h"

#include <sys/resource.h>

#include <atomic>
#include <catch_amalgamated.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "operations/disk_room.h"
#include "operations/restore.h"
#include "operations_fixture.h"

using namespace shohin;

namespace {

void spoil(const std::filesystem::path& file) { std::ofstream(file, std::ios::binary) << "other bytes"; }

ErrorCode code_of(const Outcome<BackupReport>& outcome) {
  REQUIRE_FALSE(outcome);
  return outcome.error().code;
}

}  // namespace

TEST_CASE("a backup holds the database and every blob, and restores", "[operations][backup]") {
  OperationsFixture f;
  f.add("0/a");
  f.add("0/b");
  const auto report = back_up(f.data, f.copy, never);
  REQUIRE(report);
  CHECK(report->blobs == 2);
  CHECK(report->blob_bytes == 6);
  f.add("0/later");
  const auto again = f.folder.path() / "again";
  const auto restored = restore(f.copy, again, OntoData::kRefuse);
  REQUIRE(restored);
  CHECK(restored->blobs == 2);
  const auto store = OperationsFixture::open(again);
  CHECK(OperationsFixture::holds(*store, "0/a"));
  CHECK(OperationsFixture::holds(*store, "0/b"));
  CHECK_FALSE(OperationsFixture::holds(*store, "0/later"));
}

TEST_CASE("a backup that has no room is refused before anything is written", "[operations][backup]") {
  OperationsFixture f;
  f.log_predictions(1);
  const auto free = std::filesystem::space(f.folder.path()).available;
  std::filesystem::resize_file(f.data / "predictions.db", free + (1ULL << 40));  // sparse: takes no room
  const auto refused = back_up(f.data, f.copy, never);
  CHECK(code_of(refused) == ErrorCode::kInsufficientStorage);
  CHECK(refused.error().message.starts_with("The copy needs "));
  CHECK(refused.error().message.ends_with(" MB free."));
  CHECK_FALSE(std::filesystem::exists(f.copy));
}

TEST_CASE("room is counted where a file would lie", "[operations][backup]") {
  OperationsFixture f;
  CHECK(require_room(f.copy / "deep" / "down", 1));
  CHECK_FALSE(require_room(f.copy / "deep" / "down", UINT64_MAX));
  CHECK_FALSE(std::filesystem::exists(f.copy));
  CHECK(is_same_file_system(f.data, f.copy / "deep" / "down"));
  CHECK_FALSE(is_same_file_system(f.data, "/proc/none"));
}

TEST_CASE("a backup made while others write is one state of all of it", "[operations][backup]") {
  OperationsFixture f;
  std::atomic<bool> over{false};
  std::atomic<int> written{0};
  std::thread writer([&] {
    for (int i = 0; !over && f.try_add("0/" + std::to_string(i)); ++i) ++written;
  });
  while (written < 20) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  int before = 0, blobs = 0;
  for (int round = 0; round < 5; ++round) {
    before = written;
    const auto copy = f.folder.path() / ("copy-" + std::to_string(round));
    const auto report = back_up(f.data, copy, never);
    REQUIRE(report);
    blobs = static_cast<int>(report->blobs);
    CHECK(blobs >= before);
    const auto restored =
        restore(copy, f.folder.path() / ("again-" + std::to_string(round)), OntoData::kRefuse);
    REQUIRE(restored);  // which checks every page and every hash
    CHECK(restored->blobs == report->blobs);
  }
  over = true;
  writer.join();
  const auto store = OperationsFixture::open(f.folder.path() / "again-4");
  for (int i = 0; i < before; ++i) CHECK(OperationsFixture::holds(*store, "0/" + std::to_string(i)));
}

TEST_CASE("a backup goes into no directory that holds something", "[operations][backup]") {
  OperationsFixture f;
  std::filesystem::create_directory(f.copy);
  spoil(f.copy / "mine");
  CHECK(code_of(back_up(f.data, f.copy, never)) == ErrorCode::kResourceConflict);
  CHECK(std::filesystem::exists(f.copy / "mine"));
}

TEST_CASE("without a database there is no backup", "[operations][backup]") {
  OperationsFixture f;
  CHECK(code_of(back_up(f.folder.path() / "none", f.copy, never)) == ErrorCode::kResourceDoesNotExist);
  CHECK_FALSE(std::filesystem::exists(f.copy));
  CHECK(code_of(restore(f.folder.path() / "none", f.copy, OntoData::kRefuse)) ==
        ErrorCode::kResourceDoesNotExist);
}

TEST_CASE("a blob that is missing fails the backup, which leaves nothing", "[operations][backup]") {
  OperationsFixture f;
  std::filesystem::remove(f.store->blobs().path_of(f.add("0/a")));
  CHECK(code_of(back_up(f.data, f.copy, never)) == ErrorCode::kInternalError);
  CHECK(std::filesystem::is_empty(f.copy));
}

TEST_CASE("a backup that is told to stop leaves nothing", "[operations][backup]") {
  OperationsFixture f;
  f.add("0/a");
  CHECK(code_of(back_up(f.data, f.copy, [] { return true; })) == ErrorCode::kTemporarilyUnavailable);
  CHECK(std::filesystem::is_empty(f.copy));
}

TEST_CASE("the prediction log is backed up and restored", "[operations][backup]") {
  OperationsFixture f;
  f.log_predictions(7);
  const auto report = back_up(f.data, f.copy, never);
  REQUIRE(report);
  CHECK(report->prediction_log_bytes > 0);
  f.log_predictions(3);
  f.store.reset();
  REQUIRE(restore(f.copy, f.data, OntoData::kReplace));
  const auto rows_in = [&](const std::string& name) {
    auto log = read_predictions(f.data / name);
    REQUIRE(log);
    return newest_predictions(**log, {}).size();
  };
  CHECK(rows_in("predictions.db") == 7);
  CHECK(rows_in("predictions.db.before-restore") == 10);
}

TEST_CASE("a damaged prediction log is left out of backup and restored data", "[operations][backup]") {
  OperationsFixture f;
  f.add("0/a");
  spoil(f.data / "predictions.db");
  const auto report = back_up(f.data, f.copy, never);
  REQUIRE(report);
  CHECK(report->prediction_log_bytes == 0);
  CHECK_FALSE(std::filesystem::exists(f.copy / "predictions.db"));
  spoil(f.copy / "predictions.db");
  const auto again = f.folder.path() / "again";
  REQUIRE(restore(f.copy, again, OntoData::kRefuse));
  CHECK_FALSE(std::filesystem::exists(again / "predictions.db"));
  CHECK(OperationsFixture::holds(*OperationsFixture::open(again), "0/a"));
}

TEST_CASE("a restore that fails leaves the directory as empty as it was", "[operations][restore]") {
  OperationsFixture f;
  f.add("0/" + std::string(900, 'a'));
  REQUIRE(back_up(f.data, f.copy, never));
  const auto target = f.folder.path() / "again";
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{500, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto failed = restore(f.copy, target, OntoData::kRefuse);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  (void)std::signal(SIGXFSZ, handler);
  CHECK(code_of(failed) == ErrorCode::kTemporarilyUnavailable);
  CHECK(std::filesystem::is_empty(target));
  CHECK(restore(f.copy, target, OntoData::kRefuse));
}

TEST_CASE("secrets are no part of a backup", "[operations][backup]") {
  OperationsFixture f;
  spoil(f.data / "admin-secret");
  REQUIRE(back_up(f.data, f.copy, never));
  CHECK_FALSE(std::filesystem::exists(f.copy / "admin-secret"));
}

TEST_CASE("a damaged backup is refused before anything is touched", "[operations][restore]") {
  OperationsFixture f;
  const auto sha256 = f.add("0/a");
  REQUIRE(back_up(f.data, f.copy, never));
  const auto target = f.folder.path() / "again";
  const auto blob = f.copy / "blobs" / sha256.substr(0, 2) / sha256;
  std::filesystem::remove(blob);  // a second name of the live one: write a file of its own
  spoil(blob);
  CHECK(code_of(restore(f.copy, target, OntoData::kRefuse)) == ErrorCode::kInvalidParameterValue);
  std::filesystem::remove(blob);
  CHECK(code_of(restore(f.copy, target, OntoData::kRefuse)) == ErrorCode::kInvalidParameterValue);
  spoil(f.copy / "shohin.db");
  CHECK(code_of(restore(f.copy, target, OntoData::kRefuse)) == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(std::filesystem::exists(target));
}

TEST_CASE("restoring refuses data that is there unless it is to be replaced", "[operations][restore]") {
  OperationsFixture f;
  f.add("0/a");
  REQUIRE(back_up(f.data, f.copy, never));
  f.add("0/later");
  CHECK(code_of(restore(f.copy, f.data, OntoData::kRefuse)) == ErrorCode::kResourceConflict);
  CHECK(code_of(restore(f.copy, f.data, OntoData::kReplace)) ==
        ErrorCode::kResourceConflict);  // it is served
  CHECK(OperationsFixture::holds(*f.store, "0/later"));
  f.store.reset();
  REQUIRE(restore(f.copy, f.data, OntoData::kReplace));
  const auto store = OperationsFixture::open(f.data);
  CHECK(OperationsFixture::holds(*store, "0/a"));
  CHECK_FALSE(OperationsFixture::holds(*store, "0/later"));
  auto old = Database::open(f.data / "shohin.db.before-restore", Access::kRead);
  REQUIRE(old);
  CHECK(find_artifact(**old, "0/later"));
}
