#include "auth/authenticator.h"

#include <algorithm>
#include <utility>

#include "auth/account_rules.h"
#include "auth/secret.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::string_view kCookie = "shohin_session";
constexpr std::string_view kSecurePrefix = "__Host-";

// "Bearer abc" -> {"bearer", "abc"}.
std::pair<std::string, std::string_view> split_scheme(std::string_view header) {
  const auto space = std::min(header.find(' '), header.size());
  auto rest = header.substr(space);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return {lower_case(header.substr(0, space)), rest};
}

tl::unexpected<Error> unknown_secret() {
  return refuse(ErrorCode::kUnauthenticated, "This token is not known here.");
}

std::string hash_or_none(std::string_view secret) { return secret.empty() ? "" : hash_secret(secret); }

}  // namespace

Authenticator::Authenticator(const AuthOptions& options, SignIn& sign_in, Tokens& tokens, Sessions& sessions)
    : asks_(options.asks),
      metrics_hash_(hash_or_none(options.metrics_secret)),
      operator_hash_(hash_or_none(options.operator_secret)),
      sign_in_(sign_in),
      tokens_(tokens),
      sessions_(sessions) {}

std::optional<Identity> Authenticator::of_fixed_secret(std::string_view secret) const {
  const auto hash = hash_secret(secret);
  if (same_hash(hash, operator_hash_)) return Identity{std::string(kOperator), Role::kAdmin};
  if (same_hash(hash, metrics_hash_)) {
    Scopes scopes;
    scopes.add(Scope::kRead);
    return Identity{std::string(kMetricsReader), Role::kMetrics, false, scopes};
  }
  const auto admin = sign_in_.open_with_initial_secret(secret);
  if (!admin) return std::nullopt;
  return Identity{admin->name, admin->role};
}

Outcome<Identity> Authenticator::of_token(std::string_view secret) const {
  auto use = tokens_.use(secret);
  if (!use) return tl::unexpected<Error>(std::move(use).error());
  return Identity{std::move(use->owner.name), use->owner.role, false, use->scopes};
}

Outcome<Identity> Authenticator::of_basic(std::string_view credential, std::string_view address) const {
  const auto decoded = decode_base64(credential);
  const auto colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos) return unknown_secret();
  const auto password = std::string_view(*decoded).substr(colon + 1);
  if (password.starts_with(Tokens::kPrefix)) return of_token(password);
  if (auto known = of_fixed_secret(password)) return std::move(*known);
  auto account = sign_in_.check_often(decoded->substr(0, colon), password, address);
  if (!account) return tl::unexpected<Error>(std::move(account).error());
  return Identity{std::move(account->name), account->role};
}

Outcome<Identity> Authenticator::of_session(std::string_view secret) const {
  auto use = sessions_.use(secret);
  if (!use) return refuse(ErrorCode::kUnauthenticated, "The session is over. Sign in again.");
  return Identity{std::move(use->user.name), use->user.role, true};
}

Outcome<Identity> Authenticator::identify(const RequestHead& head, std::string_view address) const {
  if (!asks_) return Identity{std::string(kAnonymous), Role::kAdmin};
  if (const auto header = head.header("authorization"); !header.empty()) {
    const auto [scheme, credential] = split_scheme(header);
    if (scheme == "basic") return of_basic(credential, address);
    if (scheme != "bearer") return unknown_secret();
    if (credential.starts_with(Tokens::kPrefix)) return of_token(credential);
    if (auto known = of_fixed_secret(credential)) return std::move(*known);
    return unknown_secret();
  }
  const auto cookie = session_cookie(head.header("cookie"));
  return cookie ? of_session(*cookie) : Outcome<Identity>(Identity{});
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
