// Proves that a power cut at any moment loses nothing that was acknowledged and halves nothing, and that this
// test would notice: the same with synchronous=NORMAL does lose writes.
#include <atomic>
#include <catch_amalgamated.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "faulty_disk.h"
#include "store/inspection.h"
#include "store/migrations.h"
#include "store/writer.h"
#include "temporary_directory.h"

using namespace shohin;

namespace {

constexpr int kCutsOfALife = 20;
constexpr int kThreads = 3;

std::unique_ptr<Database> open_database(const std::filesystem::path& file, Access access) {
  auto database = Database::open(file, access);
  REQUIRE(database);
  return std::move(*database);
}

void add_row(Database& database, const std::string& path) {
  Statement(database, "INSERT INTO artifacts (path, sha256, size, modified_time) VALUES (?,'ff',0,0)")
      .bind(path)
      .run();
}

// Both rows or none.
Outcome<void> add_pair(Database& database, const std::string& name) {
  add_row(database, name + "/a");
  add_row(database, name + "/b");
  return {};
}

std::set<std::string> all_rows(Database& database) {
  std::set<std::string> rows;
  Statement statement(database, "SELECT path FROM artifacts");
  while (statement.next()) rows.insert(statement.text(0));
  return rows;
}

struct Verdict {
  int cuts = 0, kept = 0, lost = 0, halved = 0, unsound = 0;
};

// A database with writers on a disk whose power is cut again and again, as far as a copy of the disk knows.
class Life {
 public:
  Life(std::uint32_t seed, const char* settings) : disk_(seed), random_(seed) {
    auto database = open_database(file_, Access::kWrite);
    REQUIRE(migrate(*database, file_, all_migrations()));
    database->execute(settings);
    REQUIRE(database->verdict());
    WriterOptions options;
    options.directory = folder_.path();
    options.min_free_bytes = 0;
    writer_ = std::make_unique<Writer>(std::move(database), options);
    for (int t = 0; t < kThreads; ++t) threads_.emplace_back([this, t] { write_on(t); });
  }
  ~Life() {
    over_ = true;
    for (auto& thread : threads_) thread.join();
  }
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  void cut(Verdict& verdict) {
    std::set<std::string> promised;
    std::promise<void> done;
    disk_.interrupt_after(1 + static_cast<int>(random_() % 60), live_, [&] {
      {
        const std::lock_guard lock(mutex_);
        promised = acknowledged_;
      }
      disk_.leave_after_power_cut(live_, left_);
      done.set_value();
    });
    done.get_future().wait();
    paused_ = true;  // so that there is not ever more to look for
    judge(promised, verdict);
    paused_ = false;
  }

 private:
  void write_on(int thread) {
    for (int i = 0; !over_; ++i) {
      const auto name = std::to_string(thread) + "-" + std::to_string(i);
      const auto done = writer_->run([&](Database& database) { return add_pair(database, name); });
      {
        const std::lock_guard lock(mutex_);
        if (done) acknowledged_.insert(name);
      }
      while (paused_ && !over_) std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
  }

  void judge(const std::set<std::string>& promised, Verdict& verdict) {
    auto database = open_database(left_ / "shohin.db", Access::kWrite);
    const auto faults = database_faults(*database, Depth::kFull);
    const auto rows = all_rows(*database);
    ++verdict.cuts;
    if (!faults || !faults->empty()) ++verdict.unsound;
    for (const auto& name : promised) {
      (rows.contains(name + "/a") && rows.contains(name + "/b") ? verdict.kept : verdict.lost)++;
    }
    for (const auto& row : rows) {
      if (!rows.contains(row.substr(0, row.size() - 1) + (row.back() == 'a' ? "b" : "a"))) ++verdict.halved;
    }
  }

  TemporaryDirectory folder_;
  std::filesystem::path live_ = made(folder_.path() / "live"), left_ = folder_.path() / "left",
                        file_ = live_ / "shohin.db";
  FaultyDisk disk_;
  std::mt19937 random_;
  std::unique_ptr<Writer> writer_;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  std::atomic<bool> over_{false}, paused_{false};
  std::vector<std::thread> threads_;

  static std::filesystem::path made(const std::filesystem::path& folder) {
    std::filesystem::create_directory(folder);
    return folder;
  }
};

Verdict cut_power(int cuts, const char* settings) {
  Verdict verdict;
  for (std::uint32_t seed = 1; verdict.cuts < cuts; ++seed) {
    Life life(seed, settings);
    for (int i = 0; i < kCutsOfALife && verdict.cuts < cuts; ++i) life.cut(verdict);
  }
  std::printf("%d power cuts: %d acknowledged writes looked for, %d lost, %d halved, %d databases unsound\n",
              verdict.cuts, verdict.kept + verdict.lost, verdict.lost, verdict.halved, verdict.unsound);
  return verdict;
}

int cuts_wanted() {
  const char* wanted = std::getenv("SHOHIN_POWER_CUTS");
  return wanted == nullptr ? 60 : std::atoi(wanted);
}

}  // namespace

// A small log, so that many cuts fall into the moment when it is brought into the database.
TEST_CASE("a power cut loses nothing acknowledged and halves nothing", "[store][power]") {
  const auto verdict = cut_power(cuts_wanted(), "PRAGMA wal_autocheckpoint=20");
  CHECK(verdict.kept > verdict.cuts);
  CHECK(verdict.lost == 0);
  CHECK(verdict.halved == 0);
  CHECK(verdict.unsound == 0);
}

TEST_CASE("the same power cuts catch a database that does not sync its commits", "[store][power]") {
  const auto verdict = cut_power(20, "PRAGMA wal_autocheckpoint=20; PRAGMA synchronous=NORMAL");
  CHECK(verdict.lost > 0);
}
