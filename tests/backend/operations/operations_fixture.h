// A store with artifacts, for the tests of what keeps it.
#pragma once

#include <catch_amalgamated.hpp>
#include <fstream>
#include <memory>
#include <string>

#include "store/artifact_rows.h"
#include "store/prediction_rows.h"
#include "store/store.h"
#include "temporary_directory.h"

namespace shohin {

struct OperationsFixture {
  TemporaryDirectory folder;
  std::filesystem::path data = folder.path() / "data", copy = folder.path() / "copy";
  std::unique_ptr<Store> store = open(data);

  static std::unique_ptr<Store> open(const std::filesystem::path& directory) {
    auto opened = Store::open({.directory = directory});
    REQUIRE(opened);
    return std::move(*opened);
  }

  // Keeps the path as its own content; gives the content's hash. Any thread may call it.
  Outcome<std::string> try_add(const std::string& path) const {
    auto upload = store->blobs().begin(1000);
    if (!upload) return tl::unexpected(upload.error());
    auto added = upload->add({reinterpret_cast<const std::uint8_t*>(path.data()), path.size()});
    if (!added) return tl::unexpected(added.error());
    const auto blob = upload->finish();
    if (!blob) return tl::unexpected(blob.error());
    return store->write([&](Database& database) -> Outcome<std::string> {
      put_artifact(database, {path, blob->sha256, blob->size, 0});
      return blob->sha256;
    });
  }
  std::string add(const std::string& path) const {
    auto added = try_add(path);
    REQUIRE(added);
    return *added;
  }

  // A prediction log of so many rows.
  void log_predictions(int rows) const {
    auto log = open_predictions(data / "predictions.db");
    REQUIRE(log);
    PredictionRow row;
    row.model = "iris";
    for (int i = 0; i < rows; ++i) insert_prediction(**log, row);
    REQUIRE((*log)->verdict());
  }

  static bool holds(Store& kept, const std::string& path) {
    const auto found = kept.read([&](Database& database) -> Outcome<std::optional<Artifact>> {
      return find_artifact(database, path);
    });
    REQUIRE(found);
    if (!*found) return false;
    std::ifstream in(kept.blobs().path_of((*found)->sha256));
    std::string bytes;
    std::getline(in, bytes);
    return bytes == path;
  }
};

inline bool never() { return false; }

}  // namespace shohin
