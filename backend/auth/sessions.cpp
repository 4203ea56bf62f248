#include "auth/sessions.h"

#include <algorithm>
#include <utility>

#include "auth/secret.h"
#include "store/account_rows.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::size_t kLongestClient = 200;

std::string client_text(const std::string& client) {
  return is_utf8(client) && client.size() <= kLongestClient ? client : "";
}

}  // namespace

Outcome<std::unique_ptr<Sessions>> Sessions::open(Store& store, Users& users, Clock clock) {
  std::unique_ptr<Sessions> sessions(new Sessions(store, users, std::move(clock)));
  auto records = store.read(
      [](Database& database) -> Outcome<std::vector<SessionRecord>> { return all_sessions(database); });
  if (!records) return tl::unexpected<Error>(std::move(records).error());
  for (auto& record : *records) {
    const auto hash = record.secret_hash;
    sessions->entries_.emplace(hash, Entry{std::move(record)});
  }
  return sessions;
}

std::string Sessions::make_code() {
  auto code = random_secret();
  const std::lock_guard lock(mutex_);
  codes_.emplace(hash_secret(code), clock_());
  return code;
}

bool Sessions::redeem(std::string_view code) {
  const std::lock_guard lock(mutex_);
  const auto found = codes_.find(hash_secret(code));
  if (found == codes_.end()) return false;
  const bool in_time = clock_() - found->second < kCodeLife;
  codes_.erase(found);
  return in_time;
}

// Nobody when the session is over.
std::optional<Account> Sessions::user_of(const SessionRecord& record) const {
  const auto now = clock_();
  if (now - record.last_use_time >= kIdle || now - record.creation_time >= kWhole) return std::nullopt;
  auto user = users_.find(record.user_id);
  if (user && user->password_version != record.password_version) return std::nullopt;
  return user;
}

Outcome<void> Sessions::forget(const std::vector<std::int64_t>& ids) {
  if (ids.empty()) return {};
  auto kept = store_.write([&](Database& database) -> Outcome<void> {
    for (const auto id : ids) delete_session(database, id);
    return {};
  });
  if (!kept) return kept;
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const auto& entry) {
    return std::find(ids.begin(), ids.end(), entry.second.record.id) != ids.end();
  });
  return {};
}

Outcome<void> Sessions::make_room(const Account& user) {
  auto present = list(user.name);
  if (present.size() < kMostOfUser) return {};
  const auto idlest = std::min_element(present.begin(), present.end(), [](const auto& a, const auto& b) {
    return a.last_use_time < b.last_use_time;
  });
  return forget({idlest->id});
}

Outcome<std::string> Sessions::begin(const SessionStart& start, const Actor& actor) {
  const std::lock_guard lock(changing_);
  if (auto room = make_room(start.user); !room) return tl::unexpected<Error>(room.error());
  auto secret = random_secret();
  const auto now = clock_();
  SessionRecord record{.user_id = start.user.id,
                       .secret_hash = hash_secret(secret),
                       .password_version = start.user.password_version,
                       .creation_time = now,
                       .last_use_time = now,
                       .address = start.address,
                       .client = client_text(start.client)};
  const auto id = store_.write([&](Database& database) -> Outcome<std::int64_t> {
    if (!find_user(database, start.user.name)) {  // removed a moment ago
      return refuse(ErrorCode::kUnauthenticated, "There is no such user any more.");
    }
    append_audit(database, actor, {"session.begin", start.user.name}, now);
    return insert_session(database, record);
  });
  if (!id) return tl::unexpected<Error>(id.error());
  record.id = *id;
  const std::lock_guard memory(mutex_);
  entries_.emplace(record.secret_hash, Entry{record});
  return secret;
}

std::optional<SessionUse> Sessions::use(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(hash_secret(secret));
  if (found == entries_.end()) return std::nullopt;
  Entry& entry = found->second;
  auto user = user_of(entry.record);
  if (!user) return std::nullopt;
  entry.record.last_use_time = clock_();
  entry.used = true;
  return SessionUse{std::move(*user), entry.record.id};
}

Outcome<void> Sessions::end(std::string_view secret) {
  const std::lock_guard lock(changing_);
  std::int64_t id = 0;
  {
    const std::lock_guard memory(mutex_);
    const auto found = entries_.find(hash_secret(secret));
    if (found == entries_.end()) return {};
    id = found->second.record.id;
  }
  return forget({id});
}

std::vector<Session> Sessions::list(std::string_view user) {
  std::vector<Session> sessions;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [hash, entry] : entries_) {
      const auto& record = entry.record;
      const auto owner = user_of(record);
      if (!owner || (!user.empty() && owner->name != user)) continue;
      sessions.push_back({record.id, owner->name, record.creation_time, record.last_use_time, record.address,
                          record.client});
    }
  }
  std::sort(sessions.begin(), sessions.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return sessions;
}

Outcome<void> Sessions::revoke(std::int64_t id, std::string_view of_user, const Actor& actor) {
  const std::lock_guard lock(changing_);
  const auto known = list(of_user);
  const auto session = std::find_if(known.begin(), known.end(), [&](const Session& s) { return s.id == id; });
  if (session == known.end()) {
    return refuse(ErrorCode::kResourceDoesNotExist, "There is no session " + std::to_string(id) + ".");
  }
  auto told = store_.write([&](Database& database) -> Outcome<void> {
    delete_session(database, id);
    append_audit(database, actor, {"session.revoke", session->user}, clock_());
    return {};
  });
  if (!told) return told;
  const std::lock_guard memory(mutex_);
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.record.id == id; });
  return {};
}

Outcome<void> Sessions::flush() {
  const std::lock_guard lock(changing_);
  std::vector<std::pair<std::int64_t, std::int64_t>> uses;
  std::vector<std::int64_t> over;
  {
    const std::lock_guard memory(mutex_);
    for (auto& [hash, entry] : entries_) {
      if (!user_of(entry.record)) over.push_back(entry.record.id);
      if (std::exchange(entry.used, false)) uses.emplace_back(entry.record.id, entry.record.last_use_time);
    }
  }
  if (uses.empty()) return forget(over);
  auto kept = store_.write([&](Database& database) -> Outcome<void> {
    for (const auto& [id, time] : uses) touch_session(database, id, time);
    return {};
  });
  return kept ? forget(over) : kept;
}

}  // namespace shohin
