#include "operations/blob_check.h"

#include <fstream>
#include <optional>
#include <system_error>

#include "digest/sha256.h"

namespace shohin {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

std::optional<std::string> digest_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  Sha256 digest;
  std::vector<char> piece(kPiece);
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    digest.add(std::string_view(piece.data(), static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad()) return std::nullopt;
  return digest.finish_hex();
}

std::optional<std::string> fault_of(const std::filesystem::path& folder, const NamedBlob& blob) {
  std::error_code missing;
  const auto file = blob_path(folder, blob.sha256);
  const auto size = std::filesystem::file_size(file, missing);
  if (missing) return blob.sha256 + " is missing";
  if (blob.size && size != *blob.size) {
    return blob.sha256 + " has " + std::to_string(size) + " bytes instead of " + std::to_string(*blob.size);
  }
  const auto digest = digest_of(file);
  if (!digest) return blob.sha256 + " cannot be read";
  if (*digest != blob.sha256) return blob.sha256 + " holds other bytes than its name says";
  return std::nullopt;
}

}  // namespace

Outcome<std::vector<NamedBlob>> named_blobs(Database& database) {
  std::vector<NamedBlob> blobs;
  for_each_named_blob(database, [&](const NamedBlob& blob) {
    blobs.push_back(blob);
    return true;
  });
  if (auto read = database.verdict(); !read) return tl::unexpected(read.error());
  return blobs;
}

std::vector<std::string> blob_faults(const std::filesystem::path& folder, const std::vector<NamedBlob>& blobs,
                                     const std::function<bool()>& is_over) {
  std::vector<std::string> faults;
  for (const auto& blob : blobs) {
    if (is_over()) break;
    if (auto fault = fault_of(folder, blob)) faults.push_back(std::move(*fault));
  }
  return faults;
}

std::filesystem::path blob_path(const std::filesystem::path& folder, const std::string& sha256) {
  return folder / sha256.substr(0, 2) / sha256;
}

}  // namespace shohin
