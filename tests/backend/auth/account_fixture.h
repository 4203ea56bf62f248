// Accounts on a store of their own, with a clock that the test moves.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "auth/accounts.h"
#include "auth/secret.h"
#include "temporary_directory.h"

namespace shohin {

constexpr const char* kPassword = "correct horse battery";

struct AccountFixture {
  TemporaryDirectory folder;
  std::unique_ptr<Store> store = std::move(Store::open({.directory = folder.path()}).value());
  std::int64_t now = 1'700'000'000'000;
  std::unique_ptr<Accounts> accounts = open();
  const Actor actor{"admin", "192.0.2.1", "0123456789abcdef"};

  std::unique_ptr<Accounts> open() {
    return std::move(
        Accounts::open(*store, {.data = folder.path(), .clock = [this] { return now; }}).value());
  }
  void restart() {
    accounts.reset();
    accounts = open();
  }

  std::string initial_secret() const { return read_secret_file(folder.path() / "admin-secret").value(); }
  Account add_user(const std::string& name, Role role) {
    return accounts->users().add({name, kPassword, role}, actor).value();
  }
  MadeToken add_token(const std::string& user, std::string_view scopes, const std::string& name = "laptop") {
    return accounts->tokens().create({user, name, Scopes::of(scopes).value()}, actor).value();
  }
  std::string begin_session(const Account& user) {
    return accounts->sessions().begin({user, "192.0.2.1", "a browser"}, actor).value();
  }
  Outcome<Identity> identify(const std::string& headers, std::string_view address = "192.0.2.1") const {
    const auto text = "GET / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    return accounts->identify(parse_head(text, HttpLimits{}).value(), address);
  }
  std::vector<AuditEntry> audit(const AuditQuery& query = {}) const {
    return store
        ->read([&](Database& database) -> Outcome<std::vector<AuditEntry>> {
          return search_audit(database, query);
        })
        .value();
  }
};

inline std::string bearer(const std::string& secret) { return "Authorization: Bearer " + secret + "\r\n"; }

// RFC 4648, for the test's own use.
inline std::string basic(const std::string& user, const std::string& password) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto text = user + ":" + password;
  std::string encoded;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = (bits << 8U) | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      encoded += i + j > text.size() ? '=' : kAlphabet[(bits >> (18 - 6 * j)) & 63U];
    }
  }
  return "Authorization: Basic " + encoded + "\r\n";
}

inline std::string cookie(const std::string& secret) {
  return "Cookie: a=b; shohin_session=" + secret + "\r\nSec-Fetch-Site: same-origin\r\n";
}

// Nothing when it succeeded.
template <class T>
std::optional<ErrorCode> code_of(const Outcome<T>& outcome) {
  if (outcome) return std::nullopt;
  return outcome.error().code;
}

}  // namespace shohin
