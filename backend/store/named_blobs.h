// Which blobs the database's rows name: the one list of every column that holds the hash of one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "store/database.h"

namespace shohin {

bool is_blob_named(Database& database, const std::string& sha256);

struct NamedBlob {
  std::string sha256;
  std::optional<std::uint64_t> size;  // where the row tells it
};

// Each once, in the order of the hashes; stops when `look` says no.
void for_each_named_blob(Database& database, const std::function<bool(const NamedBlob&)>& look);

}  // namespace shohin
