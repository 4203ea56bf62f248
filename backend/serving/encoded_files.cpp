#include "serving/encoded_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "digest/sha256.h"

namespace shohin {
namespace {

constexpr std::size_t kDigits = 64;

std::optional<std::string> read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return std::nullopt;
  return bytes;
}

// "<file>.<copy>.br": what the copy's digest must be.
std::string promised_digest(const std::filesystem::path& path) {
  return path.filename().string().substr(kDigits + 1, kDigits);
}

bool write_synced(const std::filesystem::path& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count <= 0) break;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  const bool kept = bytes.empty() && ::fsync(file) == 0;
  return ::close(file) == 0 && kept;
}

}  // namespace

EncodedFiles::EncodedFiles(std::filesystem::path directory, std::size_t most)
    : directory_(std::move(directory)), most_(most) {}

std::string EncodedFiles::key_of(std::string_view sha256, Encoding encoding) {
  return std::string(sha256) + (encoding == Encoding::kBrotli ? ".br" : ".gz");
}

// Called with the mutex held.
void EncodedFiles::list_once() {
  if (listed_ || directory_.empty()) return;
  listed_ = true;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, none)) {
    if (entry.path().extension() == ".tmp") {
      std::filesystem::remove(entry.path(), none);
    } else {
      add(entry.path());
    }
  }
}

void EncodedFiles::add(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  if (name.size() != 2 * kDigits + 4 || name[kDigits] != '.') return;  // none of ours
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (!failed) entries_[name.substr(0, kDigits) + name.substr(2 * kDigits + 1)] = {{path, size}};
}

void EncodedFiles::drop(const std::string& key) {
  std::error_code gone;
  std::filesystem::remove(entries_[key].copy.path, gone);
  entries_.erase(key);
}

std::optional<EncodedFiles::Copy> EncodedFiles::find(std::string_view sha256, Encoding encoding) {
  const std::lock_guard lock(mutex_);
  list_once();
  const auto entry = entries_.find(key_of(sha256, encoding));
  if (entry == entries_.end()) return std::nullopt;
  if (!entry->second.checked) {
    const auto bytes = read_bytes(entry->second.copy.path);
    if (!bytes || sha256_hex(*bytes) != promised_digest(entry->second.copy.path)) {
      drop(key_of(sha256, encoding));
      return std::nullopt;
    }
    entry->second.checked = true;
  }
  return entry->second.copy;
}

std::shared_ptr<const std::string> EncodedFiles::read(std::string_view sha256, Encoding encoding) {
  const auto copy = find(sha256, encoding);
  auto bytes = copy ? read_bytes(copy->path) : std::nullopt;
  return bytes ? std::make_shared<const std::string>(std::move(*bytes)) : nullptr;
}

void EncodedFiles::keep(std::string_view sha256, Encoding encoding, std::string_view bytes) {
  if (directory_.empty()) return;
  const std::lock_guard lock(mutex_);
  list_once();
  const auto wanted = key_of(sha256, encoding);
  const auto path = directory_ / (std::string(sha256) + "." + sha256_hex(bytes) + wanted.substr(kDigits));
  auto temporary = path;
  temporary += ".tmp";
  std::error_code failed;
  std::filesystem::create_directories(directory_, failed);
  if (!write_synced(temporary, bytes) || ::rename(temporary.c_str(), path.c_str()) != 0) {
    std::filesystem::remove(temporary, failed);
    return;
  }
  entries_[wanted] = {{path, bytes.size()}, true};
  trim();
}

void EncodedFiles::trim() {
  while (entries_.size() > most_) {
    const auto written = [](const auto& entry) {
      std::error_code gone;
      return std::filesystem::last_write_time(entry.second.copy.path, gone);
    };
    const auto oldest = std::min_element(entries_.begin(), entries_.end(), [&](const auto& a, const auto& b) {
      return written(a) < written(b);
    });
    drop(std::string(oldest->first));
  }
}

}  // namespace shohin
