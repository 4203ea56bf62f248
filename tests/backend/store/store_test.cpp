// Proves that writes are kept whole or undone, that readers do not write, and that one server owns the data.
#include "store/store.h"

#include <atomic>
#include <catch_amalgamated.hpp>
#include <thread>
#include <vector>

#include "store/migrations.h"
#include "temporary_directory.h"

using namespace shohin;

namespace {

std::unique_ptr<Store> open_in(const TemporaryDirectory& folder) {
  auto store = Store::open({.directory = folder.path()});
  REQUIRE(store);
  return std::move(*store);
}

Outcome<void> add_artifact(Database& database, const std::string& path, const std::string& sha256 = "ff") {
  Statement(database, "INSERT INTO artifacts (path, sha256, size, modified_time) VALUES (?,?,0,0)")
      .bind(path)
      .bind(sha256)
      .run();
  return {};
}

std::int64_t count_artifacts(Store& store) {
  return store
      .read([](Database& database) -> Outcome<std::int64_t> {
        Statement count(database, "SELECT count(*) FROM artifacts");
        return count.next() ? count.integer(0) : -1;
      })
      .value();
}

}  // namespace

TEST_CASE("a write is there for the next read and after a restart", "[store]") {
  TemporaryDirectory folder;
  {
    auto store = open_in(folder);
    REQUIRE(store->write([](Database& database) { return add_artifact(database, "a"); }));
    CHECK(count_artifacts(*store) == 1);
  }
  CHECK(count_artifacts(*open_in(folder)) == 1);
}

TEST_CASE("a write that gives an error changes nothing", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  const auto done = store->write([](Database& database) -> Outcome<int> {
    (void)add_artifact(database, "a");
    return refuse(ErrorCode::kBadRequest, "no");
  });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::kBadRequest);
  CHECK(count_artifacts(*store) == 0);
}

TEST_CASE("a write that breaks a constraint is undone and fails", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  const auto done = store->write([](Database& database) -> Outcome<void> {
    (void)add_artifact(database, "a");
    return add_artifact(database, "a");
  });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::kInternalError);
  CHECK(count_artifacts(*store) == 0);
  CHECK(store->write([](Database& database) { return add_artifact(database, "b"); }));
}

TEST_CASE("jobs from many threads are all kept, the failing ones alone undone", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  std::atomic<int> kept = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const bool fails = i % 5 == 0;
        const auto done = store->write([&](Database& database) -> Outcome<void> {
          (void)add_artifact(database, std::to_string(t) + "/" + std::to_string(i));
          if (fails) return refuse(ErrorCode::kBadRequest, "no");
          return {};
        });
        (done ? kept : refused)++;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(kept == 320);
  CHECK(refused == 80);
  CHECK(count_artifacts(*store) == 320);
}

TEST_CASE("a read sees one state of the database and cannot change it", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  const auto seen = store->read([&](Database& database) -> Outcome<std::int64_t> {
    Statement(database, "SELECT count(*) FROM artifacts").next();
    REQUIRE(store->write([](Database& writer) { return add_artifact(writer, "a"); }));
    Statement count(database, "SELECT count(*) FROM artifacts");
    return count.next() ? count.integer(0) : -1;
  });
  CHECK(seen.value() == 0);
  CHECK_FALSE(store->read([](Database& database) { return add_artifact(database, "b"); }));
  CHECK(count_artifacts(*store) == 1);
}

TEST_CASE("a second server on the same data is refused", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  const auto second = Store::open({.directory = folder.path()});
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::kResourceConflict);
  store.reset();
  CHECK(Store::open({.directory = folder.path()}));
}

TEST_CASE("below the free-space watermark reads go on and writes are refused", "[store]") {
  TemporaryDirectory folder;
  auto store = Store::open({.directory = folder.path(), .min_free_bytes = UINT64_MAX});
  REQUIRE(store);
  const auto done = (*store)->write([](Database& database) { return add_artifact(database, "a"); });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::kInsufficientStorage);
  CHECK(count_artifacts(**store) == 0);
}

TEST_CASE("a full database refuses the write, then goes on", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  const auto limit = [&](int pages) {
    return store->write([&](Database& database) -> Outcome<void> {
      Statement(database, "PRAGMA max_page_count=" + std::to_string(pages)).run();
      return {};
    });
  };
  REQUIRE(limit(1));  // SQLite takes the present size when that is more
  const auto done =
      store->write([](Database& database) { return add_artifact(database, std::string(100'000, 'x')); });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::kInsufficientStorage);
  CHECK(count_artifacts(*store) == 0);
  REQUIRE(limit(1'000'000));
  CHECK(store->write([](Database& database) { return add_artifact(database, "a"); }));
}

TEST_CASE("a blob without a row is swept after the grace period", "[store]") {
  TemporaryDirectory folder;
  auto store = open_in(folder);
  std::vector<std::string> hashes;
  for (const char letter : {'a', 'b'}) {
    auto upload = store->blobs().begin(10);
    const auto byte = static_cast<std::uint8_t>(letter);
    REQUIRE(upload->add({&byte, 1}));
    hashes.push_back(upload->finish().value().sha256);
  }
  REQUIRE(store->write([&](Database& database) { return add_artifact(database, "a", hashes[0]); }));
  CHECK(store->sweep_orphans(3600).value() == 0);
  CHECK(store->sweep_orphans(0).value() == 1);
  CHECK(std::filesystem::exists(store->blobs().path_of(hashes[0])));
  CHECK_FALSE(std::filesystem::exists(store->blobs().path_of(hashes[1])));
}
