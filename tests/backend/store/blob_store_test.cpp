// Proves that a blob is whole and under its hash, or not there at all.
#include "store/blob_store.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>

#include "temporary_directory.h"

using namespace shohin;

namespace {

// printf abc | sha256sum
constexpr auto kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

struct BlobFixture {
  TemporaryDirectory folder;
  std::unique_ptr<BlobStore> blobs = std::move(BlobStore::open({.directory = folder.path()}).value());

  [[nodiscard]] std::size_t file_count() const {
    const auto files = std::filesystem::recursive_directory_iterator(folder.path());
    return static_cast<std::size_t>(
        std::count_if(begin(files), end(files), [](const auto& entry) { return entry.is_regular_file(); }));
  }
};

Outcome<void> add(BlobUpload& upload, std::string_view text) {
  return upload.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Blob store(BlobStore& blobs, std::string_view text) {
  auto upload = blobs.begin(1000);
  REQUIRE(upload);
  REQUIRE(add(*upload, text));
  auto blob = upload->finish();
  REQUIRE(blob);
  return *blob;
}

}  // namespace

TEST_CASE("a finished upload lies under its SHA-256", "[store][blobs]") {
  BlobFixture f;
  auto upload = f.blobs->begin(3);
  REQUIRE(upload);
  REQUIRE(add(*upload, "ab"));
  REQUIRE(add(*upload, "c"));
  const auto blob = upload->finish();
  REQUIRE(blob);
  CHECK(blob->sha256 == kAbc);
  CHECK(blob->size == 3);
  CHECK(f.blobs->path_of(kAbc) == f.folder.path() / "blobs" / "ba" / kAbc);
  CHECK(content(f.blobs->path_of(kAbc)) == "abc");
  CHECK(f.file_count() == 1);
}

TEST_CASE("an empty file is a blob too", "[store][blobs]") {
  BlobFixture f;
  CHECK(store(*f.blobs, "").size == 0);
  CHECK(f.file_count() == 1);
}

TEST_CASE("an upload that stops leaves nothing", "[store][blobs]") {
  BlobFixture f;
  {
    auto upload = f.blobs->begin(1000);
    REQUIRE(upload);
    REQUIRE(add(*upload, "half of it"));
    CHECK(f.file_count() == 1);
  }
  CHECK(f.file_count() == 0);
}

TEST_CASE("what a killed process was uploading is gone at the next start", "[store][blobs]") {
  BlobFixture f;
  std::ofstream(f.folder.path() / "tmp" / "upload-7") << "half of it";
  REQUIRE(BlobStore::open({.directory = f.folder.path()}));
  CHECK(f.file_count() == 0);
}

TEST_CASE("a file over the limit is refused and leaves nothing", "[store][blobs]") {
  BlobFixture f;
  {
    auto upload = f.blobs->begin(3);
    REQUIRE(upload);
    REQUIRE(add(*upload, "abc"));
    const auto over = add(*upload, "d");
    REQUIRE_FALSE(over);
    CHECK(over.error().code == ErrorCode::kTooLarge);
  }
  CHECK(f.file_count() == 0);
}

TEST_CASE("the same bytes twice are one blob", "[store][blobs]") {
  BlobFixture f;
  CHECK(store(*f.blobs, "abc").sha256 == store(*f.blobs, "abc").sha256);
  CHECK(f.file_count() == 1);
}

TEST_CASE("nothing is stored on a disk that is almost full", "[store][blobs]") {
  TemporaryDirectory folder;
  auto blobs = BlobStore::open({.directory = folder.path(), .min_free_bytes = UINT64_MAX});
  REQUIRE(blobs);
  const auto upload = (*blobs)->begin(10);
  REQUIRE_FALSE(upload);
  CHECK(upload.error().code == ErrorCode::kInsufficientStorage);
}

TEST_CASE("a sweep removes old blobs that nobody wants, and only those", "[store][blobs]") {
  BlobFixture f;
  const auto wanted = store(*f.blobs, "wanted");
  store(*f.blobs, "orphan");
  const auto is_wanted = [&](const std::string& sha256) -> Outcome<bool> { return sha256 == wanted.sha256; };
  CHECK(f.blobs->sweep(3600, is_wanted).value() == 0);
  CHECK(f.blobs->sweep(0, is_wanted).value() == 1);
  CHECK(content(f.blobs->path_of(wanted.sha256)) == "wanted");
  CHECK(f.file_count() == 1);
}
