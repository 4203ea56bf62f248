// Tells from a request's head who sends it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auth/sessions.h"
#include "auth/sign_in.h"
#include "auth/tokens.h"
#include "http/identity.h"

namespace shohin {

struct AuthOptions {
  bool asks = true;               // false: everybody is the admin, on loopback only
  std::string metrics_secret{};   // empty for none
  std::string operator_secret{};  // this process's own, for who may read the data directory; empty for none
};

// Tokens, Bearer or as the password of Basic under any user name: API tokens, the first admin's initial
// secret, the operator's, the one that reads metrics. Basic also takes a user's name and password. These are
// 256 random bits, or at least 16 characters of the operator's: nothing that guessing reaches, so only failed
// passwords are counted. Threads may share one.
class Authenticator {
 public:
  // All but the options must outlive this.
  Authenticator(const AuthOptions& options, SignIn& sign_in, Tokens& tokens, Sessions& sessions);

  // As Authenticate: nobody without credentials, kUnauthenticated for bad ones, kTooManyRequests after too
  // many.
  [[nodiscard]] Outcome<Identity> identify(const RequestHead& head, std::string_view address) const;

 private:
  // Nothing when nobody has that secret.
  [[nodiscard]] std::optional<Identity> of_fixed_secret(std::string_view secret) const;
  [[nodiscard]] Outcome<Identity> of_token(std::string_view secret) const;
  [[nodiscard]] Outcome<Identity> of_basic(std::string_view credential, std::string_view address) const;
  [[nodiscard]] Outcome<Identity> of_session(std::string_view secret) const;

  bool asks_;
  std::string metrics_hash_, operator_hash_;
  SignIn& sign_in_;
  Tokens& tokens_;
  Sessions& sessions_;
};

// The session's secret in a Cookie header, or nothing. Over https the cookie has the prefix "__Host-".
std::optional<std::string_view> session_cookie(std::string_view cookie_header);

// The decoded bytes, or nothing (RFC 4648, section 4, padded).
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace shohin
