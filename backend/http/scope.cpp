#include "http/scope.h"

#include <algorithm>
#include <array>

namespace shohin {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"none", "read", "log", "register", "promote", "admin"};

}  // namespace

std::string_view scope_name(Scope scope) { return kNames[static_cast<std::size_t>(scope)]; }

std::optional<Scope> scope_of(std::string_view name) {
  const auto* const found = std::find(kNames.begin() + 1, kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Scope>(found - kNames.begin());
}

std::optional<Scopes> Scopes::of(std::string_view names) {
  Scopes scopes;
  while (!names.empty()) {
    const auto end = std::min(names.find(' '), names.size());
    const auto scope = scope_of(names.substr(0, end));
    if (!scope) return std::nullopt;
    scopes.add(*scope);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  if (scopes.bits_ == 0) return std::nullopt;
  return scopes;
}

bool Scopes::allow(Scope scope) const {
  if (scope == Scope::kNone || has(Scope::kAdmin)) return true;
  return scope == Scope::kRead ? bits_ != 0 : has(scope);
}

std::string Scopes::names() const {
  std::string text;
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (!has(static_cast<Scope>(i))) continue;
    if (!text.empty()) text += ' ';
    text += kNames[i];
  }
  return text;
}

}  // namespace shohin
