// Encoded copies of model files on the disk, so that a restart need not make them again. Only a cache:
// whatever is missing is made again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "http/encoding.h"

namespace shohin {

// DIRECTORY/<SHA-256 of the file>.<SHA-256 of the copy>.br or .gz: a copy proves itself by its name. Threads
// may share one.
class EncodedFiles {
 public:
  struct Copy {
    std::filesystem::path path;
    std::uint64_t size = 0;
  };

  // An empty directory keeps nothing. It is made with the first copy; the oldest copies beyond `most` go.
  explicit EncodedFiles(std::filesystem::path directory, std::size_t most = 256);

  // Where the copy lies, after its bytes were once compared with its name; a damaged one is removed.
  std::optional<Copy> find(std::string_view sha256, Encoding encoding);
  // Its bytes; null when there is none.
  std::shared_ptr<const std::string> read(std::string_view sha256, Encoding encoding);
  // On the disk when it returns, or, when that fails, not there at all: the copy is then made again some day.
  void keep(std::string_view sha256, Encoding encoding, std::string_view bytes);

 private:
  struct Entry {
    Copy copy;
    bool checked = false;  // in this process
  };
  static std::string key_of(std::string_view sha256, Encoding encoding);
  void list_once();
  void add(const std::filesystem::path& path);
  void drop(const std::string& key);
  void trim();

  std::filesystem::path directory_;
  std::size_t most_;
  std::mutex mutex_;
  bool listed_ = false;
  std::map<std::string, Entry> entries_;  // by "<SHA-256>.br"
};

}  // namespace shohin
