// A file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "error/error.h"

namespace shohin {

// Written under a temporary name beside the wanted one, which it takes by commit(). Without commit() nothing
// is left. What is there and no regular file (/dev/stdout, a pipe) is written directly.
class OutputFile {
 public:
  // An empty path is stdout. Fails with kPermissionDenied and a message that names the path.
  static Outcome<OutputFile> create(const std::filesystem::path& path);
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;

  // Fails with kInsufficientStorage.
  Outcome<void> write(std::string_view text);
  Outcome<void> commit();

 private:
  OutputFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor);
  [[nodiscard]] tl::unexpected<Error> cannot_write() const;

  std::filesystem::path path_, temporary_;  // temporary_ is empty for what is written directly
  int descriptor_ = -1;
};

}  // namespace shohin
