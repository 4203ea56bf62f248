// Proves what a failing disk may do to the store: writes are refused with 507 or 503, reads go on, nothing
// that was acknowledged is lost, also not by a later power cut, and writing goes on by itself once the disk
// works again.
#include <algorithm>
#include <atomic>
#include <catch_amalgamated.hpp>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "faulty_disk.h"
#include "store/inspection.h"
#include "store/store.h"
#include "temporary_directory.h"

using namespace shohin;

namespace {

constexpr int kThreads = 3;
constexpr int kWrites = 25;  // of each thread in each round

Outcome<void> add_row(Database& database, const std::string& path) {
  Statement(database, "INSERT INTO artifacts (path, sha256, size, modified_time) VALUES (?,'ff',0,0)")
      .bind(path)
      .run();
  return {};
}

std::set<std::string> all_rows(Database& database) {
  std::set<std::string> rows;
  Statement statement(database, "SELECT path FROM artifacts");
  while (statement.next()) rows.insert(statement.text(0));
  return rows;
}

bool holds_all(const std::set<std::string>& rows, const std::set<std::string>& wanted) {
  return std::includes(rows.begin(), rows.end(), wanted.begin(), wanted.end());
}

struct FailingFixture {
  TemporaryDirectory folder;
  std::filesystem::path live = folder.path() / "live", left = folder.path() / "left";
  FaultyDisk disk{7};
  std::unique_ptr<Store> store = open();
  std::mutex mutex;
  std::set<std::string> acknowledged;
  std::vector<ErrorCode> refusals;
  std::atomic<int> failed_reads{0};

  std::unique_ptr<Store> open() const {
    StoreOptions options{.directory = live, .min_free_bytes = 0};
    options.reopen_after = std::chrono::milliseconds(2);
    auto opened = Store::open(std::move(options));
    if (!opened) FAIL(opened.error().message << " " << opened.error().detail);
    return std::move(*opened);
  }

  bool write(const std::string& name) {
    const auto done = store->write([&](Database& database) { return add_row(database, name); });
    const std::lock_guard lock(mutex);
    if (done) acknowledged.insert(name);
    if (!done) refusals.push_back(done.error().code);
    return done.has_value();
  }

  Outcome<std::set<std::string>> read() {
    return store->read(
        [](Database& database) -> Outcome<std::set<std::string>> { return all_rows(database); });
  }

  void write_and_read(const std::string& prefix) {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kWrites; ++i) {
          const bool kept = write(prefix + "-" + std::to_string(t) + "-" + std::to_string(i));
          if (!read()) ++failed_reads;
          if (!kept) std::this_thread::sleep_for(std::chrono::milliseconds(1));  // the disk is tried again
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }

  // Whether a write succeeds within ten seconds, nobody restarting anything.
  bool recovers(const std::string& prefix) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (int i = 0; std::chrono::steady_clock::now() < deadline; ++i) {
      if (write(prefix + "-again-" + std::to_string(i))) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }
};

int rounds_wanted() {
  const char* wanted = std::getenv("SHOHIN_DISK_FAILURES");
  return wanted == nullptr ? 12 : std::atoi(wanted);
}

}  // namespace

TEST_CASE("a disk that fails refuses writes, is read from, and is written to again", "[store][disk]") {
  const auto fault = GENERATE(DiskFault::kWriteFails, DiskFault::kDiskFull, DiskFault::kSyncFails);
  FailingFixture f;
  // A small log, so that failures also hit the moment when it is brought into the database.
  for (int round = 0; round < rounds_wanted(); ++round) {
    const auto name = std::to_string(round);
    f.disk.fail_every(static_cast<std::uint32_t>(1 + round * 7 % 23), fault);
    f.write_and_read(name);
    f.disk.fail_every(0, fault);
    REQUIRE(f.recovers(name));
    REQUIRE(f.store->is_writable());
    const auto rows = f.read();
    REQUIRE(rows);
    CHECK(holds_all(*rows, f.acknowledged));
    f.disk.leave_after_power_cut(f.live, f.left);
    auto left = Database::open(f.left / "shohin.db", Access::kWrite);
    REQUIRE(left);
    CHECK(database_faults(**left, Depth::kFull)->empty());
    CHECK(holds_all(all_rows(**left), f.acknowledged));
  }
  CHECK(f.failed_reads == 0);
  CHECK(f.disk.failures() > rounds_wanted());
  const auto full = fault == DiskFault::kDiskFull;
  CHECK(std::all_of(f.refusals.begin(), f.refusals.end(), [&](ErrorCode code) {
    return code == ErrorCode::kTemporarilyUnavailable || (full && code == ErrorCode::kInsufficientStorage);
  }));
  if (full) CHECK(std::count(f.refusals.begin(), f.refusals.end(), ErrorCode::kInsufficientStorage) > 0);
}

TEST_CASE("after a failed sync nothing is acknowledged until the database was opened again",
          "[store][disk]") {
  FailingFixture f;
  f.disk.fail_every(1, DiskFault::kSyncFails);
  f.write("first");
  for (int i = 0; i < 20; ++i) f.write("later-" + std::to_string(i));
  CHECK(f.acknowledged.empty());
  CHECK_FALSE(f.store->is_writable());
  CHECK(f.read());
  f.disk.fail_every(0, DiskFault::kSyncFails);
  REQUIRE(f.recovers("x"));
  f.disk.leave_after_power_cut(f.live, f.left);
  auto left = Database::open(f.left / "shohin.db", Access::kWrite);
  REQUIRE(left);
  CHECK(holds_all(all_rows(**left), f.acknowledged));
}

TEST_CASE("a start after a failed sync builds on nothing that is not on the disk", "[store][disk]") {
  FailingFixture f;
  for (int round = 0; round < 20; ++round) {
    const auto name = std::to_string(round);
    f.write(name + "-before");
    f.disk.fail_every(1, DiskFault::kSyncFails);
    f.write(name + "-lost");
    f.store.reset();  // it cannot bring its log into the database: as if it had been killed
    f.disk.fail_every(0, DiskFault::kSyncFails);
    f.store = f.open();
    f.write(name + "-after");
    f.disk.leave_after_power_cut(f.live, f.left);
    auto left = Database::open(f.left / "shohin.db", Access::kWrite);
    REQUIRE(left);
    CHECK(holds_all(all_rows(**left), f.acknowledged));
  }
  CHECK(f.acknowledged.size() == 40);
}

TEST_CASE("the store tells when its disk fails and when it works again", "[store][disk]") {
  TemporaryDirectory folder;
  FaultyDisk disk(3);
  std::atomic<int> failures{0}, recoveries{0};
  StoreOptions options{.directory = folder.path() / "live", .min_free_bytes = 0};
  options.reopen_after = std::chrono::milliseconds(2);
  options.on_failure = [&](std::string_view reason) { failures += reason.empty() ? 0 : 1; };
  options.on_recovery = [&] { ++recoveries; };
  auto store = Store::open(std::move(options));
  REQUIRE(store);
  disk.fail_every(1, DiskFault::kSyncFails);
  const auto refused = (*store)->write([](Database& database) { return add_row(database, "a"); });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kTemporarilyUnavailable);
  disk.fail_every(0, DiskFault::kSyncFails);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (recoveries == 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  CHECK(failures == 1);
  CHECK(recoveries == 1);
  CHECK((*store)->write([](Database& database) { return add_row(database, "b"); }));
}
