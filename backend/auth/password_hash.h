// Passwords as argon2id hashes (RFC 9106). sodium.h is included by password_hash.cpp alone.
#pragma once

#include <string>
#include <string_view>

#include "error/error.h"

namespace shohin {

// 19 MiB, two passes, one lane: what OWASP's password storage cheat sheet asks for at least. Fails with
// kTemporarilyUnavailable when there is no memory for it.
Outcome<std::string> hash_password(std::string_view password);

bool matches_hash(const std::string& hash, std::string_view password);

// A hash of the same cost that no password is known for: checked when there is none to check, so that the
// time an answer takes does not tell which names exist.
const std::string& hash_of_nobody();

// Whether a hash was made with other costs than today's.
bool is_outdated(const std::string& hash);

}  // namespace shohin
