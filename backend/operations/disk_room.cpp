#include "operations/disk_room.h"

#include <sys/stat.h>

#include <string>
#include <system_error>

namespace shohin {
namespace {

std::filesystem::path nearest_there(const std::filesystem::path& target) {
  std::error_code unknown;
  auto place = std::filesystem::absolute(target, unknown);
  while (!std::filesystem::exists(place, unknown) && place.has_relative_path()) place = place.parent_path();
  return place;
}

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes >> 20U) + (bytes % (1U << 20U) == 0 ? 0 : 1)) + " MB";
}

}  // namespace

Outcome<void> require_room(const std::filesystem::path& target, std::uint64_t bytes) {
  const auto place = nearest_there(target);
  std::error_code unknown;
  const auto space = std::filesystem::space(place, unknown);
  if (unknown || space.available >= bytes) return {};
  return refuse(ErrorCode::kInsufficientStorage, "The copy needs " + megabytes(bytes) + ", and the disk of " +
                                                     place.string() + " has " +
                                                     std::to_string(space.available >> 20U) + " MB free.");
}

bool is_same_file_system(const std::filesystem::path& there, const std::filesystem::path& target) {
  struct stat one {
  }, other{};
  return ::stat(there.c_str(), &one) == 0 && ::stat(nearest_there(target).c_str(), &other) == 0 &&
         one.st_dev == other.st_dev;
}

}  // namespace shohin
