// Who is connected: caps in all and for each address.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace shohin {

class Doors {
 public:
  // exempt: addresses that only the total cap binds.
  Doors(std::size_t cap, std::size_t cap_per_address, std::vector<std::string> exempt);

  // A free slot below the cap for that connection, or nothing when one of the caps is reached.
  std::optional<std::size_t> enter(const std::string& address, int socket);
  void leave(std::size_t slot);
  // Ends every connection that is still open.
  void cut_all();
  [[nodiscard]] std::size_t count() const;

 private:
  struct Slot {
    std::string address;
    int socket = -1;
  };

  mutable std::mutex mutex_;
  std::size_t cap_per_address_;
  std::vector<std::string> exempt_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_;
  std::map<std::string, std::size_t> by_address_;
};

}  // namespace shohin
