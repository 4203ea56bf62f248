#include "auth/authenticator.h"

#include <algorithm>

namespace shohin {
namespace {

constexpr std::string_view kCookie = "shohin_session";
constexpr std::string_view kSecurePrefix = "__Host-";

// "Bearer abc" -> {"bearer", "abc"}.
std::pair<std::string, std::string_view> split_scheme(std::string_view header) {
  const auto space = std::min(header.find(' '), header.size());
  std::string scheme(header.substr(0, space));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  auto rest = header.substr(space);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return {std::move(scheme), rest};
}

tl::unexpected<Error> unknown_secret() {
  return refuse(ErrorCode::kUnauthenticated, "This token is not known here.");
}

}  // namespace

Authenticator::Authenticator(const AuthOptions& options, Sessions& sessions)
    : asks_(options.asks),
      admin_hash_(hash_secret(options.admin_secret)),
      metrics_hash_(options.metrics_secret.empty() ? "" : hash_secret(options.metrics_secret)),
      sessions_(sessions) {}

bool Authenticator::is_admin_secret(std::string_view secret) const {
  return same_hash(hash_secret(secret), admin_hash_);
}

Outcome<Identity> Authenticator::identify_secret(std::string_view secret) const {
  const auto hash = hash_secret(secret);
  if (same_hash(hash, admin_hash_)) return Identity{std::string(kAdmin), Role::kAdmin, false};
  if (same_hash(hash, metrics_hash_)) return Identity{"metrics", Role::kMetrics, false};
  return unknown_secret();
}

Outcome<Identity> Authenticator::identify(const RequestHead& head) const {
  if (!asks_) return Identity{"anonymous", Role::kAdmin, false};
  if (const auto header = head.header("authorization"); !header.empty()) {
    const auto [scheme, credential] = split_scheme(header);
    if (scheme == "bearer") return identify_secret(credential);
    if (scheme != "basic") return unknown_secret();
    const auto decoded = decode_base64(credential);
    const auto colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos) return unknown_secret();
    return identify_secret(std::string_view(*decoded).substr(colon + 1));
  }
  const auto cookie = session_cookie(head.header("cookie"));
  if (!cookie) return Identity{};
  auto user = sessions_.find(*cookie, AuthClock::now());
  if (!user) return refuse(ErrorCode::kUnauthenticated, "The session is over. Sign in again.");
  return Identity{std::move(*user), Role::kAdmin, true};
}

std::optional<std::string_view> session_cookie(std::string_view cookie_header) {
  while (!cookie_header.empty()) {
    const auto end = std::min(cookie_header.find(';'), cookie_header.size());
    auto part = cookie_header.substr(0, end);
    cookie_header.remove_prefix(std::min(end + 1, cookie_header.size()));
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    if (part.starts_with(kSecurePrefix)) part.remove_prefix(kSecurePrefix.size());
    if (part.starts_with(kCookie) && part.size() > kCookie.size() && part[kCookie.size()] == '=') {
      return part.substr(kCookie.size() + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string decoded;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    decoded += static_cast<char>((bits >> count) & 0xFFU);
  }
  return decoded;
}

}  // namespace shohin
