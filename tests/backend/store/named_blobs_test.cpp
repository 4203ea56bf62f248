// Proves that every blob that a row names is found, in a database of any schema.
#include "store/named_blobs.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "store/artifact_rows.h"
#include "store/dataset_rows.h"
#include "store/dvc_rows.h"
#include "store/migrations.h"
#include "temporary_directory.h"

using namespace shohin;

namespace {

struct NamesFixture {
  TemporaryDirectory folder;
  std::filesystem::path file = folder.path() / "a.db";
  std::unique_ptr<Database> database = std::move(Database::open(file, Access::kWrite).value());

  std::string named() {
    std::string found;
    for_each_named_blob(*database, [&](const NamedBlob& blob) {
      found += blob.sha256 + ":" + std::to_string(blob.size.value_or(0)) + " ";
      return true;
    });
    REQUIRE(database->verdict());
    return found;
  }
};

}  // namespace

TEST_CASE("artifacts, data sets and DVC's objects name blobs", "[store][blobs]") {
  NamesFixture f;
  REQUIRE(migrate(*f.database, f.file, all_migrations()));
  put_artifact(*f.database, {"a", "a1", 1, 0});
  insert_contract(*f.database, {"c", "iris", "{}", 0});
  insert_data_set(*f.database, {"d", "c", "iris", "iris", DataFormat::kCsv, "b2", 2, 1, {}, "", "", 0});
  insert_dvc_object(*f.database, {"900150983cd24fb0d6963f7d28e17f72", "c3", 3});
  CHECK(f.named() == "a1:1 b2:2 c3:3 ");
  for (const auto* sha256 : {"a1", "b2", "c3"}) CHECK(is_blob_named(*f.database, sha256));
  CHECK_FALSE(is_blob_named(*f.database, "d4"));
}

TEST_CASE("an older schema names what it has", "[store][blobs]") {
  NamesFixture f;
  REQUIRE(migrate(*f.database, f.file, all_migrations().first(2)));
  put_artifact(*f.database, {"a", "a1", 1, 0});
  CHECK(f.named() == "a1:1 ");
}
