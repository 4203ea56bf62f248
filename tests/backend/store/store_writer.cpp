// Writes rows and blobs from several threads and prints each acknowledged one, until it is stopped from
// outside or its disk fails. With --check it prints what a store holds. Used by store_survives_kill_test.py.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/store.h"

using namespace shohin;

namespace {

Outcome<void> write_one(Store& store, const std::string& name) {
  auto upload = store.blobs().begin(1000);
  if (!upload) return tl::unexpected(upload.error());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(name.data());
  if (auto added = upload->add({bytes, name.size()}); !added) return added;
  const auto blob = upload->finish();
  if (!blob) return tl::unexpected(blob.error());
  return store.write([&](Database& database) -> Outcome<void> {
    Statement(database, "INSERT INTO artifacts (path, sha256, size, modified_time) VALUES (?,?,?,0)")
        .bind(name)
        .bind(blob->sha256)
        .bind(blob->size)
        .run();
    return {};
  });
}

int write_forever(Store& store, const std::string& prefix) {
  std::mutex printing;
  std::atomic<bool> failed = false;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; !failed; ++i) {
        const auto name = prefix + "-" + std::to_string(t) + "-" + std::to_string(i);
        const auto kept = write_one(store, name);
        if (!kept) failed = true;
        const std::lock_guard lock(printing);
        std::printf("%s %s\n", kept ? "kept" : "refused", name.c_str());
        std::fflush(stdout);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return EXIT_FAILURE;
}

int print_rows(Store& store) {
  const auto printed = store.read([&](Database& database) -> Outcome<void> {
    Statement rows(database, "SELECT path, sha256, size FROM artifacts");
    while (rows.next()) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(store.blobs().path_of(rows.text(1)), missing);
      const bool whole = !missing && size == static_cast<std::uintmax_t>(rows.integer(2));
      std::printf("%s %s\n", whole ? "row" : "row-without-blob", rows.text(0).c_str());
    }
    return {};
  });
  return printed ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  auto store = Store::open({.directory = argv[1]});
  if (!store) {
    std::fprintf(stderr, "%s %s\n", store.error().message.c_str(), store.error().detail.c_str());
    return EXIT_FAILURE;
  }
  return std::string(argv[2]) == "--check" ? print_rows(**store) : write_forever(**store, argv[2]);
}
