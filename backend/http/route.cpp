#include "http/route.h"

namespace shohin {

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
