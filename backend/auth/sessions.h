// Browser sessions and the single-use codes that begin them. Kept in memory, hashed: a restart signs out.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "auth/secret.h"

namespace shohin {

// Threads may share one.
class Sessions {
 public:
  static constexpr std::chrono::minutes kIdle{30};
  static constexpr std::chrono::hours kWhole{12};
  static constexpr std::chrono::hours kCodeLife{12};
  static constexpr std::size_t kMost = 1000;  // the one that was idle longest goes when another begins

  // A code that begins one session, for the printed sign-in link.
  std::string make_code(AuthClock::time_point now);
  // Spends a code: true once, before its time is over.
  bool redeem(std::string_view code, AuthClock::time_point now);

  // Begins a session; gives its secret, which only the browser keeps.
  std::string begin(std::string user, AuthClock::time_point now);
  // Whose session that is, and that it was used; nothing when it is unknown or over.
  std::optional<std::string> find(std::string_view secret, AuthClock::time_point now);
  void end(std::string_view secret);

 private:
  struct Session {
    std::string user;
    AuthClock::time_point began;
    AuthClock::time_point used;
  };

  std::mutex mutex_;
  std::map<std::string, Session> sessions_;             // by the hash of the secret
  std::map<std::string, AuthClock::time_point> codes_;  // hash -> when made
};

}  // namespace shohin
