#include "http/route.h"

#include <array>

namespace shohin {

std::string_view role_name(Role role) {
  constexpr std::array<std::string_view, 5> kNames = {"public", "metrics", "viewer", "staff", "admin"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string_view accepts_name(Accepts accepts) {
  constexpr std::array<std::string_view, 4> kNames = {"none", "json", "stream", "any"};
  return kNames[static_cast<std::size_t>(accepts)];
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

Response json_response(std::string json) {
  Response response;
  response.body = std::move(json);
  return response;
}

}  // namespace shohin
