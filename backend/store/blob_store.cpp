#include "store/blob_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace shohin {
namespace {

constexpr std::uint64_t kBytesBetweenRoomChecks = 16ULL << 20;

tl::unexpected<Error> refuse_disk(std::string_view doing, int number) {
  std::string detail = std::string(doing) + ": " + std::strerror(number);
  if (number == ENOSPC || number == EDQUOT) {
    return refuse(ErrorCode::kInsufficientStorage, "The server's disk is full. Nothing was stored.",
                  std::move(detail));
  }
  if (number == EIO) {
    return refuse(ErrorCode::kTemporarilyUnavailable,
                  "The server's disk failed. Nothing was stored; try again.", std::move(detail));
  }
  return refuse(ErrorCode::kInternalError, "The server could not store the file.", std::move(detail));
}

tl::unexpected<Error> refuse_full() {
  return refuse(ErrorCode::kInsufficientStorage,
                "The server's disk is almost full: it answers, but stores nothing until there is room.");
}

Outcome<void> sync_directory(const std::filesystem::path& directory) {
  const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return refuse_disk("open directory", errno);
  const int result = ::fsync(file);
  const int number = errno;
  ::close(file);
  if (result != 0) return refuse_disk("fsync directory", number);
  return {};
}

}  // namespace

BlobUpload::BlobUpload(BlobUpload&& other) noexcept
    : store_(other.store_),
      file_(std::exchange(other.file_, -1)),
      temporary_(std::move(other.temporary_)),
      limit_(other.limit_),
      size_(other.size_),
      digest_(other.digest_) {}

BlobUpload::~BlobUpload() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(temporary_.c_str());
}

Outcome<void> BlobUpload::add(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > limit_ - size_) {
    return refuse(ErrorCode::kTooLarge,
                  "The file is larger than the " + std::to_string(limit_) + " bytes that are allowed.");
  }
  if (size_ / kBytesBetweenRoomChecks != (size_ + bytes.size()) / kBytesBetweenRoomChecks &&
      !store_->has_room()) {
    return refuse_full();
  }
  digest_.add(bytes);
  size_ += bytes.size();
  while (!bytes.empty()) {
    const auto written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return refuse_disk("write", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Outcome<Blob> BlobUpload::finish() {
  if (::fsync(file_) != 0) return refuse_disk("fsync", errno);
  Blob blob{digest_.finish_hex(), size_};
  if (auto kept = store_->adopt(temporary_, blob.sha256); !kept) return tl::unexpected(kept.error());
  ::close(std::exchange(file_, -1));
  return blob;
}

Outcome<std::unique_ptr<BlobStore>> BlobStore::open(Options options) {
  std::error_code error;
  const auto temporary = options.directory / "tmp";
  std::filesystem::create_directories(options.directory / "blobs", error);
  if (!error) std::filesystem::create_directories(temporary, error);
  if (error) return refuse_disk("create folders", error.value());
  for (const auto& left : std::filesystem::directory_iterator(temporary, error)) {
    if (left.path().filename().string().starts_with("upload-")) std::filesystem::remove(left.path(), error);
  }
  return std::unique_ptr<BlobStore>(new BlobStore(std::move(options)));
}

Outcome<BlobUpload> BlobStore::begin(std::uint64_t limit) {
  if (!has_room()) return refuse_full();
  std::filesystem::path temporary;
  {
    const std::lock_guard lock(mutex_);
    temporary = options_.directory / "tmp" / ("upload-" + std::to_string(next_upload_++));
  }
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return refuse_disk("create", errno);
  return BlobUpload(*this, file, std::move(temporary), limit);
}

std::filesystem::path BlobStore::path_of(std::string_view sha256) const {
  return options_.directory / "blobs" / sha256.substr(0, 2) / sha256;
}

Outcome<void> BlobStore::adopt(const std::filesystem::path& temporary, const std::string& sha256) {
  const auto target = path_of(sha256);
  std::error_code error;
  const bool new_folder = std::filesystem::create_directory(target.parent_path(), error);
  if (error) return refuse_disk("create folder", error.value());
  {
    const std::lock_guard lock(mutex_);
    if (::rename(temporary.c_str(), target.c_str()) != 0) return refuse_disk("rename", errno);
  }
  if (auto kept = sync_directory(target.parent_path()); !kept) return kept;
  return new_folder ? sync_directory(options_.directory / "blobs") : Outcome<void>{};
}

Outcome<std::size_t> BlobStore::sweep(
    std::int64_t grace_seconds, const std::function<Outcome<bool>(const std::string& sha256)>& is_wanted) {
  const auto is_old = [&](const std::filesystem::path& file) {
    std::error_code gone;
    const auto written = std::filesystem::last_write_time(file, gone);
    return !gone &&
           written + std::chrono::seconds(grace_seconds) <= std::filesystem::file_time_type::clock::now();
  };
  std::size_t removed = 0;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(options_.directory / "blobs", error)) {
    if (!entry.is_regular_file(error) || !is_old(entry.path())) continue;
    const auto wanted = is_wanted(entry.path().filename().string());
    if (!wanted) return tl::unexpected(wanted.error());
    if (*wanted) continue;
    const std::lock_guard lock(mutex_);
    if (is_old(entry.path()) && std::filesystem::remove(entry.path(), error)) ++removed;
  }
  return removed;
}

bool BlobStore::has_room() const {
  std::error_code unknown;
  const auto space = std::filesystem::space(options_.directory, unknown);
  return unknown || space.available >= options_.min_free_bytes;
}

}  // namespace shohin
