#include "text/json.h"

#include <array>

namespace shohin {
namespace {

template <class T>
const T& empty_value() {
  static const T empty{};
  return empty;
}

}  // namespace

Json::Json() = default;
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

std::string_view Json::type_name() const {
  constexpr std::array<std::string_view, 6> kNames = {"null",   "boolean", "number",
                                                      "string", "array",   "object"};
  return kNames[value_.index()];
}

bool Json::as_bool() const {
  const bool* value = std::get_if<bool>(&value_);
  return value != nullptr && *value;
}

double Json::as_number() const {
  const double* value = std::get_if<double>(&value_);
  return value != nullptr ? *value : 0;
}

const std::string& Json::as_string() const {
  const std::string* value = std::get_if<std::string>(&value_);
  return value != nullptr ? *value : empty_value<std::string>();
}

const JsonArray& Json::as_array() const {
  const JsonArray* value = std::get_if<JsonArray>(&value_);
  return value != nullptr ? *value : empty_value<JsonArray>();
}

const JsonObject& Json::as_object() const {
  const JsonObject* value = std::get_if<JsonObject>(&value_);
  return value != nullptr ? *value : empty_value<JsonObject>();
}

const Json& Json::operator[](std::string_view name) const {
  for (const auto& [key, value] : as_object()) {
    if (key == name) return value;
  }
  return empty_value<Json>();
}

bool Json::has(std::string_view name) const {
  for (const auto& member : as_object()) {
    if (member.first == name) return true;
  }
  return false;
}

}  // namespace shohin
