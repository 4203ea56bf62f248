// Where a registered version's model file lies: what registry tells and the routes below /models answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "error/error.h"

namespace shohin {

struct VersionFile {
  std::string name;
  std::string version;
  std::vector<std::string> aliases;
  std::string sha256;
  std::uint64_t size = 0;
  std::filesystem::path path;   // an immutable blob
  std::int64_t created_ms = 0;  // of the version, since the epoch
  bool rollback = false;        // a newer version was in production before this one
};

// Fails with kResourceDoesNotExist for a model, version, alias or file that is not there.
struct VersionFinder {
  std::function<Outcome<VersionFile>(const std::string& name, const std::string& version_or_alias)> by_name;
  std::function<Outcome<VersionFile>(const std::string& hex)> by_sha256;
};

}  // namespace shohin
