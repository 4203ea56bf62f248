// Browser sessions and the single-use codes that begin them. Sessions are kept hashed in the database and
// held in memory, so that asking costs no query; codes live in memory only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/users.h"
#include "store/account_records.h"

namespace shohin {

struct Session {
  std::int64_t id = 0;
  std::string user;
  std::int64_t creation_time = 0, last_use_time = 0;
  std::string address, client;
};

struct SessionStart {
  Account user;
  std::string address, client;  // the client's own name for itself, User-Agent
};

struct SessionUse {
  Account user;
  std::int64_t id = 0;
};

// Threads may share one. The only writer of sessions in the database.
class Sessions {
 public:
  static constexpr std::int64_t kIdle = 30 * 60'000;  // milliseconds, as all that follow
  static constexpr std::int64_t kWhole = 12 * 3600'000;
  static constexpr std::int64_t kCodeLife = 12 * 3600'000;
  static constexpr std::size_t kMostOfUser = 100;  // the one that was idle longest goes when another begins

  // The store and the users outlive it.
  static Outcome<std::unique_ptr<Sessions>> open(Store& store, Users& users, Clock clock = system_time_ms);

  // A code that begins one session, for the printed sign-in link.
  std::string make_code();
  // Spends a code: true once, before its time is over.
  bool redeem(std::string_view code);

  // Begins a session; gives its secret, which only the browser keeps.
  Outcome<std::string> begin(const SessionStart& start, const Actor& actor);
  // Whose session that is, and that it was used; nothing when it is unknown or over, or its user has another
  // password since.
  std::optional<SessionUse> use(std::string_view secret);
  // Ends the session of that secret, if there is one.
  Outcome<void> end(std::string_view secret);

  // What is not over, of that user, or of all when empty; by number.
  std::vector<Session> list(std::string_view user);
  // Fails with kResourceDoesNotExist, also when it is of another user than the one given (empty: any).
  Outcome<void> revoke(std::int64_t id, std::string_view of_user, const Actor& actor);
  // Keeps when sessions were last used, and removes those that are over.
  Outcome<void> flush();

 private:
  struct Entry {
    SessionRecord record;
    bool used = false;  // since the last flush
  };

  Sessions(Store& store, Users& users, Clock clock)
      : store_(store), users_(users), clock_(std::move(clock)) {}
  [[nodiscard]] std::optional<Account> user_of(const SessionRecord& record) const;
  Outcome<void> make_room(const Account& user);
  Outcome<void> forget(const std::vector<std::int64_t>& ids);

  Store& store_;
  Users& users_;
  Clock clock_;
  std::mutex changing_;  // database and memory change together
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;       // by the hash of the secret
  std::map<std::string, std::int64_t> codes_;  // hash -> when made
};

}  // namespace shohin
