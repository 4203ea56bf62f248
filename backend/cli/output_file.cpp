#include "cli/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "error/errno_text.h"

namespace shohin {
namespace {

constexpr mode_t kMode = 0666;  // the umask takes its part

}  // namespace

OutputFile::OutputFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  (void)::close(descriptor_);  // given up: what it held is removed
  if (!temporary_.empty()) (void)::unlink(temporary_.c_str());
}

Outcome<OutputFile> OutputFile::create(const std::filesystem::path& path) {
  if (path.empty()) return OutputFile("stdout", {}, ::dup(STDOUT_FILENO));
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  const bool direct = std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
  std::filesystem::path target = path;
  if (std::filesystem::is_regular_file(status)) target = std::filesystem::canonical(path, failed);
  std::filesystem::path temporary;
  if (!direct) temporary = target.string() + ".part-" + std::to_string(::getpid());
  const int descriptor = direct ? ::open(path.c_str(), O_WRONLY | O_CLOEXEC)
                                : ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  if (descriptor < 0)
    return refuse(ErrorCode::kPermissionDenied, path.string() + " cannot be written: " + errno_text() + ".");
  return OutputFile(target, temporary, descriptor);
}

tl::unexpected<Error> OutputFile::cannot_write() const {
  return refuse(ErrorCode::kInsufficientStorage,
                path_.string() + " cannot be written: " + errno_text() + ".");
}

Outcome<void> OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_write();
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Outcome<void> OutputFile::commit() {
  if (temporary_.empty()) return {};
  if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) return cannot_write();
  temporary_.clear();
  return {};
}

}  // namespace shohin
