#include "auth/password_hash.h"

#include <sodium.h>

#include <array>

namespace shohin {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 19U << 20U;

}  // namespace

Outcome<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const bool hashed =
      sodium_init() >= 0 && crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasses,
                                                  kMemory, crypto_pwhash_ALG_ARGON2ID13) == 0;
  if (hashed) return std::string(text.data());
  return refuse(ErrorCode::kTemporarilyUnavailable,
                "The server has no memory to hash a password. Try again.");
}

bool matches_hash(const std::string& hash, std::string_view password) {
  if (sodium_init() < 0) return false;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& hash_of_nobody() {
  static const std::string hash =
      "$argon2id$v=19$m=19456,t=2,p=1$U5ur2VCQbGDwHHooEypjCA$VAvoX1sIoXNYbRzufdzfNbaFcsLCraIg8O36mSTVJMo";
  return hash;
}

bool is_outdated(const std::string& hash) {
  return sodium_init() < 0 || crypto_pwhash_str_needs_rehash(hash.c_str(), kPasses, kMemory) != 0;
}

}  // namespace shohin
