// Whether blobs are there and hold what their names say.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "error/error.h"
#include "store/named_blobs.h"

namespace shohin {

// Every blob that a database's rows name, so that nothing is open while they are looked at.
Outcome<std::vector<NamedBlob>> named_blobs(Database& database);

// What is wrong with the blobs below `folder` ("blobs"), in words: missing, of another size, of other bytes.
// Stops early, with what it found, once `is_over` says so.
std::vector<std::string> blob_faults(const std::filesystem::path& folder, const std::vector<NamedBlob>& blobs,
                                     const std::function<bool()>& is_over);

// Where a blob lies below "blobs".
std::filesystem::path blob_path(const std::filesystem::path& folder, const std::string& sha256);

}  // namespace shohin
