// Proves that each kind of damage to a data directory is told, and that a sound one is called sound.
#include "operations/doctor.h"

#include <sys/stat.h>

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <chrono>

#include "operations_fixture.h"

using namespace shohin;

namespace {

Finding finding_of(const OperationsFixture& f, std::string_view check) {
  const auto findings = examine({.data = f.data});
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [&](const Finding& finding) { return finding.check == check; });
  REQUIRE(found != findings.end());
  CHECK(is_bad(findings) == (found->condition == Condition::kBad));  // nothing else is wrong
  return *found;
}

void write(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a sound directory is good in every respect, also while it is served", "[operations][doctor]") {
  OperationsFixture f;
  f.add("0/a");
  for (const auto& finding : examine({.data = f.data})) {
    INFO(finding.check << ": " << finding.message);
    CHECK(finding.condition == Condition::kGood);
  }
}

TEST_CASE("blobs that are missing or changed are named", "[operations][doctor]") {
  OperationsFixture f;
  const auto sha256 = f.add("0/a");
  const auto file = f.store->blobs().path_of(sha256);
  const auto [bytes, said] = GENERATE(table<std::string, std::string>(
      {{"0/b", "other bytes"}, {"longer than it was", "bytes instead of 3"}, {"", "bytes instead of 3"}}));
  write(file, bytes);
  const auto changed = finding_of(f, "blobs");
  CHECK(changed.condition == Condition::kBad);
  CHECK(changed.message.find(sha256) != std::string::npos);
  CHECK(changed.message.find(said) != std::string::npos);
  std::filesystem::remove(file);
  CHECK(finding_of(f, "blobs").message.find("is missing") != std::string::npos);
}

TEST_CASE("many missing blobs are counted, a few named", "[operations][doctor]") {
  OperationsFixture f;
  for (int i = 0; i < 15; ++i)
    std::filesystem::remove(f.store->blobs().path_of(f.add("0/" + std::to_string(i))));
  CHECK(finding_of(f, "blobs").message.ends_with("and 5 more"));
}

TEST_CASE("old blobs without a row are a notice, young ones nothing", "[operations][doctor]") {
  OperationsFixture f;
  const auto orphan = f.data / "blobs" / "ab";
  std::filesystem::create_directory(orphan);
  write(orphan / "abcd", "orphan");
  CHECK(finding_of(f, "orphans").condition == Condition::kGood);
  std::filesystem::last_write_time(orphan / "abcd",
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  const auto found = finding_of(f, "orphans");
  CHECK(found.condition == Condition::kNotice);
  CHECK(found.message.starts_with("1 blobs of 6 bytes"));
}

TEST_CASE("a damaged prediction log is told and harms nothing else", "[operations][doctor]") {
  OperationsFixture f;
  CHECK(finding_of(f, "predictions").condition == Condition::kGood);
  f.log_predictions(10);
  CHECK(finding_of(f, "predictions").condition == Condition::kGood);
  const auto file = f.data / "predictions.db";
  write(file, std::string(8192, '\x5a'));
  const auto found = finding_of(f, "predictions");
  CHECK(found.condition == Condition::kBad);
  CHECK(found.message.find("not a database") != std::string::npos);
  REQUIRE(set_aside_damaged_predictions(file));
  CHECK(finding_of(f, "predictions").condition == Condition::kNotice);
  CHECK_FALSE(set_aside_damaged_predictions(file));
}

TEST_CASE("a secret that others may read is bad", "[operations][doctor]") {
  OperationsFixture f;
  write(f.data / "admin-secret", "secret");
  ::chmod((f.data / "admin-secret").c_str(), 0600);
  CHECK(finding_of(f, "secret").condition == Condition::kGood);
  ::chmod((f.data / "admin-secret").c_str(), 0640);
  CHECK(finding_of(f, "secret").condition == Condition::kBad);
}

TEST_CASE("a disk below the watermark is bad", "[operations][doctor]") {
  OperationsFixture f;
  const auto findings = examine({.data = f.data, .min_free_bytes = UINT64_MAX});
  CHECK(std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.check == "disk" && finding.condition == Condition::kBad;
  }));
}

TEST_CASE("a schema of another program is told", "[operations][doctor]") {
  OperationsFixture f;
  f.store.reset();
  const auto set_version = [&](int version) {
    auto database = Database::open(f.data / "shohin.db", Access::kWrite);
    REQUIRE(database);
    (*database)->execute("PRAGMA user_version=" + std::to_string(version));
  };
  set_version(1);
  CHECK(finding_of(f, "schema").condition == Condition::kNotice);
  set_version(999);
  CHECK(finding_of(f, "schema").condition == Condition::kBad);
}

TEST_CASE("a damaged database is bad, and so is none", "[operations][doctor]") {
  OperationsFixture f;
  for (int i = 0; i < 50; ++i) f.add("0/" + std::to_string(i));
  f.store.reset();
  const auto file = f.data / "shohin.db";
  const auto size = std::filesystem::file_size(file);
  {
    std::fstream damaged(file, std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(4096);
    const std::string noise(size - 4096, '\x5a');
    damaged.write(noise.data(), static_cast<std::streamsize>(noise.size()));
  }
  CHECK(is_bad(examine({.data = f.data})));
  std::filesystem::remove(file);
  const auto findings = examine({.data = f.data});
  CHECK(findings.front().check == "database");
  CHECK(findings.front().condition == Condition::kBad);
}
