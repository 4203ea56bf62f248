// The accounts: who there is, and in which role. Held in memory beside the database, because every request
// asks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/passwords.h"
#include "http/route.h"
#include "mlflow/clock.h"
#include "store/audit_rows.h"
#include "store/store.h"

namespace shohin {

struct Account {
  std::int64_t id = 0;
  std::string name;
  Role role = Role::kViewer;
  std::int64_t password_version = 0;  // 0: none was set yet; each new one ends the user's sessions
  std::int64_t creation_time = 0;
};

struct NewAccount {
  std::string name, password;
  Role role = Role::kViewer;
};

struct AccountChange {
  std::optional<Role> role{};
  std::optional<std::string> password{};
};

struct UserOptions {
  // The file of the first admin's initial secret: removed with the first password, which voids it.
  std::filesystem::path initial_secret{};
  Clock clock = system_time_ms;
};

// Threads may share one. What is not there fails with kResourceDoesNotExist, names, passwords and roles that
// are not possible with kInvalidParameterValue. Every change is audited. The only writer of users in the
// database.
class Users {
 public:
  // The store and the passwords outlive it.
  static Outcome<std::unique_ptr<Users>> open(Store& store, Passwords& passwords, UserOptions options);

  [[nodiscard]] std::optional<Account> find(std::int64_t id) const;
  [[nodiscard]] std::optional<Account> find(std::string_view name) const;
  [[nodiscard]] Outcome<Account> require(std::string_view name) const;
  [[nodiscard]] std::vector<Account> all() const;  // by number
  // Nothing when there is no such user or no password yet.
  Outcome<std::optional<std::string>> password_hash(const std::string& name);

  Outcome<Account> add(const NewAccount& account, const Actor& actor);  // kResourceAlreadyExists
  // kResourceConflict when nobody would be admin any more; for remove() too.
  Outcome<Account> change(const std::string& name, const AccountChange& change, const Actor& actor);
  Outcome<void> remove(const std::string& name, const Actor& actor);  // with sessions and tokens

 private:
  Users(Store& store, Passwords& passwords, UserOptions options)
      : store_(store), passwords_(passwords), options_(std::move(options)) {}
  Outcome<void> load();
  void void_initial_secret() const;

  Store& store_;
  Passwords& passwords_;
  UserOptions options_;
  std::mutex changing_;  // database and memory change together
  mutable std::mutex mutex_;
  std::unordered_map<std::int64_t, Account> accounts_;
  std::unordered_map<std::string, std::int64_t> ids_;
};

}  // namespace shohin
