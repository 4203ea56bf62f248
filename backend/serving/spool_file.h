// An answer that is written down before it is sent: large, and not known to be good before its end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "error/error.h"

namespace shohin {

// A file without a name: it is gone with its last owner, also when the process dies.
class SpoolFile {
 public:
  // In that directory, which must exist. Fails with kInsufficientStorage below so much free space.
  static Outcome<std::shared_ptr<SpoolFile>> open(const std::filesystem::path& directory,
                                                  std::uint64_t min_free_bytes);
  ~SpoolFile();
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;

  // Fails with kInsufficientStorage, also when the free space falls below what open() was told.
  Outcome<void> write(std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // By which others in this process may open it again while this lives.
  [[nodiscard]] std::filesystem::path path() const;

 private:
  SpoolFile(int file, std::filesystem::path directory, std::uint64_t min_free_bytes)
      : file_(file), directory_(std::move(directory)), min_free_bytes_(min_free_bytes) {}

  int file_;
  std::filesystem::path directory_;
  std::uint64_t min_free_bytes_;
  std::uint64_t size_ = 0, unchecked_ = 0;
};

}  // namespace shohin
