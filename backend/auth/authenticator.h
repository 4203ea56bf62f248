// Tells from a request's head who sends it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auth/sessions.h"
#include "http/identity.h"

namespace shohin {

struct AuthOptions {
  bool asks = true;              // false: everybody is the admin, on loopback only
  std::string admin_secret{};    // Bearer, or the password of Basic under any user name
  std::string metrics_secret{};  // empty for none
};

// Secrets are 256 random bits, or at least 16 characters of the operator's: nothing that guessing reaches, so
// failed attempts are not counted. Threads may share one.
class Authenticator {
 public:
  static constexpr std::string_view kAdmin = "admin";

  // The sessions must outlive this.
  Authenticator(const AuthOptions& options, Sessions& sessions);

  // As Authenticate: nobody without credentials, kUnauthenticated for bad ones.
  [[nodiscard]] Outcome<Identity> identify(const RequestHead& head) const;
  [[nodiscard]] bool is_admin_secret(std::string_view secret) const;

 private:
  [[nodiscard]] Outcome<Identity> identify_secret(std::string_view secret) const;

  bool asks_;
  std::string admin_hash_;
  std::string metrics_hash_;
  Sessions& sessions_;
};

// The session's secret in a Cookie header, or nothing. Over https the cookie has the prefix "__Host-".
std::optional<std::string_view> session_cookie(std::string_view cookie_header);

// The decoded bytes, or nothing (RFC 4648, section 4, padded).
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace shohin
