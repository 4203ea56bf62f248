#include "http/doors.h"

#include <sys/socket.h>

#include <algorithm>

namespace shohin {

Doors::Doors(std::size_t cap, std::size_t cap_per_address, std::vector<std::string> exempt)
    : cap_per_address_(cap_per_address), exempt_(std::move(exempt)), slots_(cap) {
  for (std::size_t slot = cap; slot > 0; --slot) free_.push_back(slot - 1);
}

std::optional<std::size_t> Doors::enter(const std::string& address, int socket) {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) return std::nullopt;
  const bool exempt = std::find(exempt_.begin(), exempt_.end(), address) != exempt_.end();
  auto& count = by_address_[address];
  if (!exempt && count >= cap_per_address_) return std::nullopt;
  ++count;
  const auto slot = free_.back();
  free_.pop_back();
  slots_[slot] = {address, socket};
  return slot;
}

void Doors::leave(std::size_t slot) {
  const std::lock_guard lock(mutex_);
  const auto counted = by_address_.find(slots_[slot].address);
  if (--counted->second == 0) by_address_.erase(counted);
  slots_[slot] = {};
  free_.push_back(slot);
}

void Doors::cut_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& slot : slots_) {
    if (slot.socket >= 0) shutdown(slot.socket, SHUT_RDWR);
  }
}

std::size_t Doors::count() const {
  const std::lock_guard lock(mutex_);
  return slots_.size() - free_.size();
}

}  // namespace shohin
