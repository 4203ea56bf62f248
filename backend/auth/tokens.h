// API tokens: what programs sign in with. Held in memory by their hashes, so that asking costs no query.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/users.h"
#include "http/scope.h"
#include "store/account_records.h"

namespace shohin {

struct Token {
  std::int64_t id = 0;
  std::string user, name;
  Scopes scopes;
  std::int64_t creation_time = 0, expiration_time = 0;
  std::optional<std::int64_t> last_use_time{};
};

struct NewToken {
  std::string user, name;
  Scopes scopes;
  std::int64_t days = 90;
};

struct MadeToken {
  Token token;
  std::string secret;  // told once, and kept by nobody but its owner
};

struct TokenUse {
  Account owner;
  Scopes scopes;
};

// Threads may share one. Every change is audited. The only writer of tokens in the database.
class Tokens {
 public:
  static constexpr std::string_view kPrefix = "shohin_";  // so that scanners of source code can tell one
  static constexpr std::int64_t kMostDays = 366;
  static constexpr std::size_t kMostOfUser = 100;
  static constexpr std::size_t kLongestName = 100;

  // The store and the users outlive it.
  static Outcome<std::unique_ptr<Tokens>> open(Store& store, Users& users, Clock clock = system_time_ms);

  // Whose it is and what it may do, and that it was used. Fails with kUnauthenticated.
  Outcome<TokenUse> use(std::string_view secret);
  // Of that user, or of all when empty; by number.
  std::vector<Token> list(std::string_view user);
  // Fails with kResourceDoesNotExist for an unknown user, kInvalidParameterValue for a name that is empty,
  // too long or taken by another token of the user, for days outside 1..366 and for one token too many.
  // Tokens that are long past make room.
  Outcome<MadeToken> create(const NewToken& token, const Actor& actor);
  // Fails with kResourceDoesNotExist, also when it is of another user than the one given (empty: any).
  Outcome<void> revoke(std::int64_t id, std::string_view of_user, const Actor& actor);
  // Keeps when tokens were last used.
  Outcome<void> flush();

 private:
  struct Entry {
    TokenRecord record;
    Scopes scopes;
    bool used = false;  // since the last flush
  };

  Tokens(Store& store, Users& users, Clock clock) : store_(store), users_(users), clock_(std::move(clock)) {}
  [[nodiscard]] Token told(const Entry& entry, std::string_view user) const;
  Outcome<void> check(const NewToken& wanted);
  Outcome<void> forget_long_past();

  Store& store_;
  Users& users_;
  Clock clock_;
  std::mutex changing_;  // database and memory change together
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;  // by the hash of the secret
};

}  // namespace shohin
