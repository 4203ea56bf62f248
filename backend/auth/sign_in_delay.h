// Makes guessing passwords slow: after some failures every further attempt on an account, or from an address,
// has to wait, twice as long each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace shohin {

// Threads may share one. Times are milliseconds.
class SignInDelay {
 public:
  static constexpr int kFreeForAccount = 5;
  static constexpr int kFreeForAddress = 20;  // an address may be a whole office
  // Longer would let strangers keep an account's owner out.
  static constexpr std::int64_t kLongest = 30'000;
  static constexpr std::int64_t kForgotten = 15 * 60'000;  // after the last failure
  static constexpr std::size_t kMostKept = 4096;

  // How long to wait before an attempt may be made; 0 when it may be made now, and then it counts as failed
  // until succeeded() says otherwise, so that many at once are no way around.
  std::int64_t begin(std::string_view account, std::string_view address, std::int64_t now);
  void succeeded(std::string_view account, std::string_view address);
  [[nodiscard]] std::size_t kept() const;  // accounts and addresses with failures

 private:
  struct Failures {
    int count = 0;
    std::int64_t last = 0;
  };
  [[nodiscard]] std::int64_t wait_of(const std::string& key, int free, std::int64_t now) const;
  void count(const std::string& key, std::int64_t now);
  void make_room(std::int64_t now);

  mutable std::mutex mutex_;
  std::map<std::string, Failures> failures_;
};

}  // namespace shohin
