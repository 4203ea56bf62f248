// What an API token may be used for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shohin {

// A route needs one of them. What a token's owner may do bounds what the token may do.
enum class Scope : std::uint8_t {
  kNone,      // public: nothing is needed
  kRead,      // whatever changes nothing; every other scope brings it
  kLog,       // experiments, runs, artifacts, data sets
  kRegister,  // registered models and versions
  kPromote,   // aliases and stages: what is served
  kAdmin,     // everything that the owner may, accounts included
};

std::string_view scope_name(Scope scope);  // "none", "read" ...
std::optional<Scope> scope_of(std::string_view name);

class Scopes {
 public:
  constexpr Scopes() = default;
  static constexpr Scopes all() { return Scopes(1U << static_cast<unsigned>(Scope::kAdmin)); }
  // "read log" -> both; nothing for an unknown name or none at all.
  static std::optional<Scopes> of(std::string_view names);

  void add(Scope scope) { bits_ = static_cast<std::uint8_t>(bits_ | (1U << static_cast<unsigned>(scope))); }
  [[nodiscard]] bool has(Scope scope) const { return ((bits_ >> static_cast<unsigned>(scope)) & 1U) != 0; }
  // Whether a route that needs `scope` may be called.
  [[nodiscard]] bool allow(Scope scope) const;
  // "read log", in the order of the scopes.
  [[nodiscard]] std::string names() const;

 private:
  explicit constexpr Scopes(unsigned bits) : bits_(static_cast<std::uint8_t>(bits)) {}
  std::uint8_t bits_ = 0;
};

}  // namespace shohin
