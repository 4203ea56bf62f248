#include "http/body_room.h"

#include <malloc.h>

#include <algorithm>

namespace shohin {
namespace {

// What a long message needed goes back to the system. Left alone, glibc's malloc learns from the first one to
// keep up to 64 MB in each of its arenas. Not before there is one: it makes answers of a few MB a third
// slower.
void keep_little_memory() {
  static std::once_flag once;
  std::call_once(once, [] {
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
  });
}

}  // namespace

bool BodyRoom::Share::covers(std::uint64_t body_bytes) const {
  return bytes_ > 0 || body_bytes <= room_.limits_.short_body;
}

bool BodyRoom::Share::fit(std::uint64_t body_bytes) {
  if (covers(body_bytes)) return true;
  keep_little_memory();
  const auto wanted = std::min(body_bytes, room_.limits_.long_bodies);
  if (!room_.take(wanted)) return false;
  bytes_ = wanted;
  return true;
}

bool BodyRoom::take(std::uint64_t bytes) {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, limits_.room_time, [&] { return free_ >= bytes; })) return false;
  free_ -= bytes;
  return true;
}

void BodyRoom::give_back(std::uint64_t bytes) {
  if (bytes == 0) return;
  {
    const std::lock_guard lock(mutex_);
    free_ += bytes;
  }
  freed_.notify_all();
}

}  // namespace shohin
