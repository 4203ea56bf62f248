// Bytes under their SHA-256: blobs/ab/<sha256>. A blob never changes, and it is on the disk before any row
// names it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "digest/sha256.h"
#include "error/error.h"

namespace shohin {

struct Blob {
  std::string sha256;
  std::uint64_t size = 0;
};

class BlobStore;

// One file on its way in. What is not finished leaves nothing behind.
class BlobUpload {
 public:
  BlobUpload(BlobUpload&& other) noexcept;
  BlobUpload& operator=(BlobUpload&&) = delete;
  ~BlobUpload();

  // Fails with kTooLarge over the limit, kInsufficientStorage when the disk is full, kTemporarilyUnavailable
  // when it fails.
  Outcome<void> add(std::span<const std::uint8_t> bytes);
  // The file as far as it has been written, for those who look into it before they keep it.
  [[nodiscard]] const std::filesystem::path& path() const { return temporary_; }
  // Brings the bytes to the disk under their name. Call once, after the last add().
  Outcome<Blob> finish();

 private:
  friend class BlobStore;
  BlobUpload(BlobStore& store, int file, std::filesystem::path temporary, std::uint64_t limit)
      : store_(&store), file_(file), temporary_(std::move(temporary)), limit_(limit) {}

  BlobStore* store_;
  int file_;
  std::filesystem::path temporary_;
  std::uint64_t limit_;
  std::uint64_t size_ = 0;
  Sha256 digest_;
};

class BlobStore {
 public:
  struct Options {
    std::filesystem::path directory;  // the data directory, which must exist
    std::uint64_t min_free_bytes = 64ULL << 20;
  };

  // Makes blobs/ and tmp/, and removes what uploads of an earlier process left in tmp/.
  static Outcome<std::unique_ptr<BlobStore>> open(Options options);

  Outcome<BlobUpload> begin(std::uint64_t limit);
  [[nodiscard]] std::filesystem::path path_of(std::string_view sha256) const;

  // Removes blobs that are older than `grace_seconds` and that `is_wanted` does not want; gives how many.
  // Safe beside uploads: an upload's blob is young until its row is written.
  Outcome<std::size_t> sweep(std::int64_t grace_seconds,
                             const std::function<Outcome<bool>(const std::string& sha256)>& is_wanted);

 private:
  friend class BlobUpload;
  explicit BlobStore(Options options) : options_(std::move(options)) {}
  Outcome<void> adopt(const std::filesystem::path& temporary, const std::string& sha256);
  [[nodiscard]] bool has_room() const;

  Options options_;
  std::mutex mutex_;  // a rename onto a blob and the removal of that blob exclude each other
  std::uint64_t next_upload_ = 0;
};

}  // namespace shohin
