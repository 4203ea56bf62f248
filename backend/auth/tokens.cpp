#include "auth/tokens.h"

#include <algorithm>
#include <utility>

#include "auth/account_rules.h"
#include "auth/secret.h"
#include "store/account_rows.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::int64_t kDay = 24 * 3600 * 1000LL;
constexpr std::int64_t kLongPast = 30 * kDay;

bool is_token_name(std::string_view name) {
  return !name.empty() && is_utf8(name) && count_characters(name) <= Tokens::kLongestName &&
         !has_control_characters(name);
}

std::string subject_of(std::string_view user, std::string_view name) {
  return std::string(user) + "/" + std::string(name);
}

}  // namespace

Outcome<std::unique_ptr<Tokens>> Tokens::open(Store& store, Users& users, Clock clock) {
  std::unique_ptr<Tokens> tokens(new Tokens(store, users, std::move(clock)));
  auto records = store.read(
      [](Database& database) -> Outcome<std::vector<TokenRecord>> { return all_tokens(database); });
  if (!records) return tl::unexpected<Error>(std::move(records).error());
  for (auto& record : *records) {
    const auto scopes = Scopes::of(record.scopes).value_or(Scopes{});
    const auto hash = record.secret_hash;
    tokens->entries_.emplace(hash, Entry{std::move(record), scopes});
  }
  return tokens;
}

Outcome<TokenUse> Tokens::use(std::string_view secret) {
  const auto hash = hash_secret(secret);
  std::int64_t user_id = 0;
  Scopes scopes;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(hash);
    if (found == entries_.end()) return refuse(ErrorCode::kUnauthenticated, "This token is not known here.");
    Entry& entry = found->second;
    const auto now = clock_();
    if (now >= entry.record.expiration_time) {
      return refuse(ErrorCode::kUnauthenticated, "This token has expired. Ask for a new one.");
    }
    entry.record.last_use_time = now;
    entry.used = true;
    user_id = entry.record.user_id;
    scopes = entry.scopes;
  }
  auto owner = users_.find(user_id);
  if (!owner) return refuse(ErrorCode::kUnauthenticated, "This token is not known here.");
  return TokenUse{std::move(*owner), scopes};
}

Token Tokens::told(const Entry& entry, std::string_view user) const {
  const auto& record = entry.record;
  return {record.id,           std::string(user),    record.name,
          entry.scopes,        record.creation_time, record.expiration_time,
          record.last_use_time};
}

std::vector<Token> Tokens::list(std::string_view user) {
  std::vector<Token> tokens;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [hash, entry] : entries_) {
      const auto owner = users_.find(entry.record.user_id);
      if (owner && (user.empty() || owner->name == user)) tokens.push_back(told(entry, owner->name));
    }
  }
  std::sort(tokens.begin(), tokens.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return tokens;
}

Outcome<void> Tokens::check(const NewToken& wanted) {
  if (!is_token_name(wanted.name)) {
    return refuse_value("name", wanted.name.substr(0, 100), "1 to 100 characters without control characters");
  }
  if (wanted.days < 1 || wanted.days > kMostDays) {
    return refuse_value("days", std::to_string(wanted.days), "1 to " + std::to_string(kMostDays));
  }
  const auto present = list(wanted.user);
  const bool taken =
      std::any_of(present.begin(), present.end(), [&](const Token& t) { return t.name == wanted.name; });
  if (taken) return refuse_value("name", wanted.name, "a name that none of the user's tokens has");
  if (present.size() < kMostOfUser) return {};
  return refuse(ErrorCode::kInvalidParameterValue,
                "The user has " + std::to_string(kMostOfUser) + " tokens already. Revoke one first.");
}

Outcome<void> Tokens::forget_long_past() {
  const auto limit = clock_() - kLongPast;
  std::vector<std::int64_t> past;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [hash, entry] : entries_) {
      if (entry.record.expiration_time < limit) past.push_back(entry.record.id);
    }
  }
  if (past.empty()) return {};
  auto kept = store_.write([&](Database& database) -> Outcome<void> {
    for (const auto id : past) delete_token(database, id);
    return {};
  });
  if (!kept) return kept;
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const auto& entry) {
    return std::find(past.begin(), past.end(), entry.second.record.id) != past.end();
  });
  return {};
}

Outcome<MadeToken> Tokens::create(const NewToken& wanted, const Actor& actor) {
  const std::lock_guard lock(changing_);
  const auto owner = users_.require(wanted.user);
  if (!owner) return tl::unexpected<Error>(owner.error());
  if (auto tidy = forget_long_past(); !tidy) return tl::unexpected<Error>(tidy.error());
  if (auto good = check(wanted); !good) return tl::unexpected<Error>(good.error());
  auto secret = std::string(kPrefix) + random_secret();
  const auto now = clock_();
  TokenRecord record{.user_id = owner->id,
                     .name = wanted.name,
                     .secret_hash = hash_secret(secret),
                     .scopes = wanted.scopes.names(),
                     .creation_time = now,
                     .expiration_time = now + wanted.days * kDay};
  const auto id = store_.write([&](Database& database) -> Outcome<std::int64_t> {
    if (!find_user(database, owner->name)) {  // removed a moment ago
      return refuse(ErrorCode::kResourceDoesNotExist, "There is no user '" + owner->name + "'.");
    }
    append_audit(database, actor,
                 {"token.create", subject_of(owner->name, wanted.name), "",
                  record.scopes + ", " + std::to_string(wanted.days) + " days"},
                 now);
    return insert_token(database, record);
  });
  if (!id) return tl::unexpected<Error>(id.error());
  record.id = *id;
  const Entry entry{record, wanted.scopes};
  auto token = told(entry, owner->name);
  const std::lock_guard memory(mutex_);
  entries_.emplace(record.secret_hash, entry);
  return MadeToken{std::move(token), std::move(secret)};
}

Outcome<void> Tokens::revoke(std::int64_t id, std::string_view of_user, const Actor& actor) {
  const std::lock_guard lock(changing_);
  const auto known = list(of_user);
  const auto token = std::find_if(known.begin(), known.end(), [&](const Token& t) { return t.id == id; });
  if (token == known.end()) {
    return refuse(ErrorCode::kResourceDoesNotExist, "There is no token " + std::to_string(id) + ".");
  }
  auto kept = store_.write([&](Database& database) -> Outcome<void> {
    delete_token(database, id);
    append_audit(database, actor,
                 {"token.revoke", subject_of(token->user, token->name), token->scopes.names(), ""}, clock_());
    return {};
  });
  if (!kept) return kept;
  const std::lock_guard memory(mutex_);
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.record.id == id; });
  return {};
}

Outcome<void> Tokens::flush() {
  std::vector<std::pair<std::int64_t, std::int64_t>> uses;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [hash, entry] : entries_) {
      if (std::exchange(entry.used, false))
        uses.emplace_back(entry.record.id, entry.record.last_use_time.value_or(0));
    }
  }
  if (uses.empty()) return {};
  return store_.write([&](Database& database) -> Outcome<void> {
    for (const auto& [id, time] : uses) touch_token(database, id, time);
    return {};
  });
}

}  // namespace shohin
