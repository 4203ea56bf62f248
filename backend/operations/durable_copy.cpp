#include "operations/durable_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

namespace shohin {
namespace {

constexpr std::size_t kCopyBytes = 256 * 1024;

tl::unexpected<Error> refuse_file(const std::filesystem::path& file, int number) {
  const bool full = number == ENOSPC || number == EDQUOT;
  return refuse(full ? ErrorCode::kInsufficientStorage : ErrorCode::kTemporarilyUnavailable,
                file.string() + " could not be written: " + std::strerror(number) + ".");
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) (void)::close(number_);  // what was written through it is synced already
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

bool write_all(int file, const char* bytes, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool copy_bytes(int source, int target) {
  std::vector<char> piece(kCopyBytes);
  for (;;) {
    const auto count = ::read(source, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) return ::fsync(target) == 0;
    if (!write_all(target, piece.data(), static_cast<std::size_t>(count))) return false;
  }
}

}  // namespace

Outcome<void> copy_durably(const std::filesystem::path& source, const std::filesystem::path& target,
                           CopyBy by) {
  if (by == CopyBy::kLink && ::link(source.c_str(), target.c_str()) == 0) return {};
  const std::filesystem::path temporary = target.string() + ".part";
  const Descriptor from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (from.number() < 0) return refuse_file(source, errno);
  const Descriptor to(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (to.number() < 0) return refuse_file(target, errno);
  if (copy_bytes(from.number(), to.number()) && ::rename(temporary.c_str(), target.c_str()) == 0) return {};
  const int number = errno;
  (void)::unlink(temporary.c_str());  // the failure before it is the one to tell
  return refuse_file(target, number);
}

Outcome<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() >= 0 && ::fsync(opened.number()) == 0) return {};
  return refuse_file(folder, errno);
}

Outcome<void> make_empty_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed && std::filesystem::is_empty(folder, failed) && !failed) return {};
  if (failed) return refuse_file(folder, failed.value());
  return refuse(ErrorCode::kResourceConflict,
                folder.string() + " is not empty. Name a folder that is, or a new one.");
}

}  // namespace shohin
