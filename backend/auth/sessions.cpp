#include "auth/sessions.h"

#include <algorithm>

namespace shohin {

std::string Sessions::make_code(AuthClock::time_point now) {
  auto code = random_secret();
  const std::lock_guard lock(mutex_);
  codes_.emplace(hash_secret(code), now);
  return code;
}

bool Sessions::redeem(std::string_view code, AuthClock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = codes_.find(hash_secret(code));
  if (found == codes_.end()) return false;
  const bool in_time = now - found->second < kCodeLife;
  codes_.erase(found);
  return in_time;
}

std::string Sessions::begin(std::string user, AuthClock::time_point now) {
  auto secret = random_secret();
  const std::lock_guard lock(mutex_);
  if (sessions_.size() >= kMost) {
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
      return a.second.used < b.second.used;
    }));
  }
  sessions_.emplace(hash_secret(secret), Session{std::move(user), now, now});
  return secret;
}

std::optional<std::string> Sessions::find(std::string_view secret, AuthClock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(hash_secret(secret));
  if (found == sessions_.end()) return std::nullopt;
  Session& session = found->second;
  if (now - session.used >= kIdle || now - session.began >= kWhole) {
    sessions_.erase(found);
    return std::nullopt;
  }
  session.used = now;
  return session.user;
}

void Sessions::end(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(hash_secret(secret));
}

}  // namespace shohin
