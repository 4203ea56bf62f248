#include "serving/spool_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

namespace shohin {
namespace {

constexpr std::uint64_t kCheckEvery = 8ULL << 20;

bool has_room(const std::filesystem::path& directory, std::uint64_t min_free_bytes) {
  std::error_code unknown;
  const auto space = std::filesystem::space(directory, unknown);
  return unknown || space.available >= min_free_bytes;
}

tl::unexpected<Error> refuse_full(std::string detail = {}) {
  return refuse(ErrorCode::kInsufficientStorage, "The server's disk has no room for the answer.",
                std::move(detail));
}

}  // namespace

Outcome<std::shared_ptr<SpoolFile>> SpoolFile::open(const std::filesystem::path& directory,
                                                    std::uint64_t min_free_bytes) {
  if (!has_room(directory, min_free_bytes)) return refuse_full();
  // Should the process die between these two lines, the next start removes the file like an unfinished
  // upload.
  auto name = (directory / "upload-spool-XXXXXX").string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) return refuse_full(std::string("mkostemp: ") + std::strerror(errno));
  (void)::unlink(name.c_str());  // what stays is removed by the next start
  return std::shared_ptr<SpoolFile>(new SpoolFile(file, directory, min_free_bytes));
}

SpoolFile::~SpoolFile() { ::close(file_); }

Outcome<void> SpoolFile::write(std::string_view bytes) {
  unchecked_ += bytes.size();
  if (unchecked_ >= kCheckEvery) {
    unchecked_ = 0;
    if (!has_room(directory_, min_free_bytes_)) return refuse_full();
  }
  while (!bytes.empty()) {
    const auto count = ::write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return refuse_full(std::string("write: ") + std::strerror(errno));
    size_ += static_cast<std::uint64_t>(count);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

std::filesystem::path SpoolFile::path() const { return "/proc/self/fd/" + std::to_string(file_); }

}  // namespace shohin
