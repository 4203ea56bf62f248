#include "auth/users.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "auth/account_rules.h"
#include "store/account_rows.h"

namespace shohin {
namespace {

tl::unexpected<Error> refuse_unknown(std::string_view name) {
  return refuse(ErrorCode::kResourceDoesNotExist,
                "There is no user '" + std::string(name.substr(0, 100)) + "'.");
}

Account account_of(const UserRecord& record) {
  // The schema keeps other roles out.
  const auto role = read_account_role(record.role).value_or(Role::kViewer);
  return {record.id, record.name, role, record.password_version, record.creation_time};
}

Outcome<UserRecord> require_user(Database& database, const std::string& name) {
  auto user = find_user(database, name);
  if (!user) return refuse_unknown(name);
  return std::move(*user);
}

Outcome<void> check_admin_remains(Database& database) {
  if (count_admins(database) > 0) return {};
  return refuse(ErrorCode::kResourceConflict,
                "Nobody would be admin any more. Make another user admin first.");
}

}  // namespace

Outcome<std::unique_ptr<Users>> Users::open(Store& store, Passwords& passwords, UserOptions options) {
  std::unique_ptr<Users> users(new Users(store, passwords, std::move(options)));
  if (auto loaded = users->load(); !loaded) return tl::unexpected<Error>(std::move(loaded).error());
  return users;
}

Outcome<void> Users::load() {
  const auto records =
      store_.read([](Database& database) -> Outcome<std::vector<UserRecord>> { return all_users(database); });
  if (!records) return tl::unexpected<Error>(records.error());
  const std::lock_guard lock(mutex_);
  accounts_.clear();
  ids_.clear();
  for (const auto& record : *records) {
    accounts_.emplace(record.id, account_of(record));
    ids_.emplace(record.name, record.id);
  }
  return {};
}

std::optional<Account> Users::find(std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) return std::nullopt;
  return found->second;
}

std::optional<Account> Users::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = ids_.find(std::string(name));
  if (found == ids_.end()) return std::nullopt;
  return accounts_.at(found->second);
}

Outcome<Account> Users::require(std::string_view name) const {
  auto account = find(name);
  if (!account) return refuse_unknown(name);
  return std::move(*account);
}

std::vector<Account> Users::all() const {
  std::vector<Account> accounts;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, account] : accounts_) accounts.push_back(account);
  }
  std::sort(accounts.begin(), accounts.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return accounts;
}

Outcome<std::optional<std::string>> Users::password_hash(const std::string& name) {
  return store_.read([&](Database& database) -> Outcome<std::optional<std::string>> {
    const auto user = find_user(database, name);
    return user ? user->password_hash : std::nullopt;
  });
}

Outcome<Account> Users::add(const NewAccount& account, const Actor& actor) {
  if (auto good = check_user_name(account.name); !good) return tl::unexpected<Error>(good.error());
  if (auto good = check_password(account.password); !good) return tl::unexpected<Error>(good.error());
  const auto hash = passwords_.hash(account.password);
  if (!hash) return tl::unexpected<Error>(hash.error());
  const std::lock_guard lock(changing_);
  const auto kept = store_.write([&](Database& database) -> Outcome<void> {
    if (find_user(database, account.name)) {
      return refuse(ErrorCode::kResourceAlreadyExists,
                    "User (username=" + account.name + ") already exists.");
    }
    const auto now = options_.clock();
    const std::string role(role_name(account.role));
    insert_user(database, {0, account.name, role, *hash, 1, now});
    append_audit(database, actor, {"user.add", account.name, "", role}, now);
    return {};
  });
  return kept.and_then([&] { return load(); }).and_then([&] { return require(account.name); });
}

Outcome<Account> Users::change(const std::string& name, const AccountChange& change, const Actor& actor) {
  std::optional<std::string> hash;
  if (change.password) {
    if (auto good = check_password(*change.password); !good) return tl::unexpected<Error>(good.error());
    if (auto known = require(name); !known) return known;  // before a hash is paid for
    auto made = passwords_.hash(*change.password);
    if (!made) return tl::unexpected<Error>(made.error());
    hash = std::move(*made);
  }
  const std::lock_guard lock(changing_);
  const auto kept = store_.write([&](Database& database) -> Outcome<void> {
    const auto user = require_user(database, name);
    if (!user) return tl::unexpected<Error>(user.error());
    const auto now = options_.clock();
    if (hash) {
      update_user_password(database, user->id, *hash);
      append_audit(database, actor, {"user.password", name}, now);
    }
    if (!change.role) return {};
    const std::string role(role_name(*change.role));
    update_user_role(database, user->id, role);
    append_audit(database, actor, {"user.role", name, user->role, role}, now);
    return check_admin_remains(database);
  });
  if (kept && hash && name == kFirstAdmin) void_initial_secret();
  return kept.and_then([&] { return load(); }).and_then([&] { return require(name); });
}

Outcome<void> Users::remove(const std::string& name, const Actor& actor) {
  const std::lock_guard lock(changing_);
  const auto kept = store_.write([&](Database& database) -> Outcome<void> {
    const auto user = require_user(database, name);
    if (!user) return tl::unexpected<Error>(user.error());
    delete_user(database, user->id);
    append_audit(database, actor, {"user.remove", name, user->role, ""}, options_.clock());
    return check_admin_remains(database);
  });
  return kept.and_then([&] { return load(); });
}

// It opens nothing any more, so whether the file goes matters only to people who look for it.
void Users::void_initial_secret() const {
  std::error_code ignored;
  if (!options_.initial_secret.empty()) std::filesystem::remove(options_.initial_secret, ignored);
}

}  // namespace shohin
