#include "import_mlflow/artifact_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "contract/limits.h"
#include "tracking/artifact_path.h"

namespace shohin {
namespace {

constexpr std::size_t kPieceBytes = 256 << 10;

tl::unexpected<Error> refuse_file(const std::filesystem::path& file, int number) {
  return refuse(ErrorCode::kInternalError, file.string() + ": " + std::strerror(number) + ".");
}

class OpenFile {
 public:
  // A link is not followed.
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

Outcome<void> ArtifactFiles::take_file(const std::filesystem::path& file) {
  const auto path = file.lexically_relative(folder_).generic_string();
  if (artifacts_.contains(path)) return {};
  const OpenFile open(file);
  struct stat status {};
  if (open.descriptor() < 0 || ::fstat(open.descriptor(), &status) != 0) return refuse_file(file, errno);
  auto upload = blobs_.begin(Limits::kArtifactBytes);
  if (!upload) return tl::unexpected(upload.error());
  std::array<std::uint8_t, kPieceBytes> piece{};
  for (;;) {
    const auto count = ::read(open.descriptor(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refuse_file(file, errno);
    if (count == 0) break;
    if (auto added = upload->add({piece.data(), static_cast<std::size_t>(count)}); !added) return added;
  }
  const auto blob = upload->finish();
  if (!blob) return tl::unexpected(blob.error());
  artifacts_[path] = {path, blob->sha256, blob->size, static_cast<std::int64_t>(status.st_mtime) * 1000};
  bytes_ += blob->size;
  return {};
}

Outcome<void> ArtifactFiles::take(const std::string& path) {
  const auto root = folder_ / path;
  std::error_code error;
  std::vector<std::filesystem::path> files;
  const auto look_at = [&](const std::filesystem::path& found) {
    const auto status = std::filesystem::symlink_status(found, error);
    if (status.type() == std::filesystem::file_type::directory || !std::filesystem::exists(status)) return;
    const auto name = found.lexically_relative(folder_).generic_string();
    const bool is_good = status.type() == std::filesystem::file_type::regular && check_artifact_path(name);
    if (is_good) {
      files.push_back(found);
    } else {
      left_out_.push_back(name);
    }
  };
  look_at(root);
  if (std::filesystem::is_directory(root, error)) {
    auto entry = std::filesystem::recursive_directory_iterator(root, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
      look_at(entry->path());
    }
    if (error) return refuse_file(root, error.value());
  }
  for (const auto& file : files) {
    if (auto taken = take_file(file); !taken) return taken;
  }
  return {};
}

}  // namespace shohin
