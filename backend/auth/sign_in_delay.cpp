#include "auth/sign_in_delay.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace shohin {
namespace {

constexpr std::size_t kLongestName = 64;

std::string account_key(std::string_view account) {
  return "account " + std::string(account.substr(0, kLongestName));
}

// Of an IPv6 address the first 64 bits: a customer of an internet provider has all the rest.
std::string address_key(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1) {
    return "address " + std::string(address.substr(0, kLongestName));
  }
  return "address " + std::string(bytes.begin(), bytes.begin() + 8);
}

}  // namespace

std::int64_t SignInDelay::wait_of(const std::string& key, int free, std::int64_t now) const {
  const auto found = failures_.find(key);
  if (found == failures_.end() || found->second.count < free) return 0;
  if (now - found->second.last >= kForgotten) return 0;
  const int doublings = std::min(found->second.count - free, 10);
  const auto delay = std::min(kLongest, std::int64_t{1000} << doublings);
  return std::max<std::int64_t>(0, found->second.last + delay - now);
}

void SignInDelay::count(const std::string& key, std::int64_t now) {
  auto& failures = failures_[key];
  if (now - failures.last >= kForgotten) failures.count = 0;
  ++failures.count;
  failures.last = now;
}

// What is forgotten anyway goes first, then what failed longest ago.
void SignInDelay::make_room(std::int64_t now) {
  if (failures_.size() < kMostKept) return;
  std::erase_if(failures_, [&](const auto& entry) { return now - entry.second.last >= kForgotten; });
  if (failures_.size() < kMostKept) return;
  failures_.erase(std::min_element(failures_.begin(), failures_.end(), [](const auto& a, const auto& b) {
    return a.second.last < b.second.last;
  }));
}

std::int64_t SignInDelay::begin(std::string_view account, std::string_view address, std::int64_t now) {
  const auto by_account = account_key(account);
  const auto by_address = address_key(address);
  const std::lock_guard lock(mutex_);
  const auto wait =
      std::max(wait_of(by_account, kFreeForAccount, now), wait_of(by_address, kFreeForAddress, now));
  if (wait > 0) return wait;
  make_room(now);
  count(by_account, now);
  make_room(now);
  count(by_address, now);
  return 0;
}

void SignInDelay::succeeded(std::string_view account, std::string_view address) {
  const std::lock_guard lock(mutex_);
  failures_.erase(account_key(account));
  failures_.erase(address_key(address));
}

std::size_t SignInDelay::kept() const {
  const std::lock_guard lock(mutex_);
  return failures_.size();
}

}  // namespace shohin
