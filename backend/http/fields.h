// The JSON object that one of our own routes is sent, read strictly: what is missing, of a wrong type, out of
// its range or not declared is a fault that names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "http/field.h"
#include "text/json.h"

namespace shohin {

class Fields {
 public:
  Fields() = default;
  // Reads the first of the forms whose required members are all there, or else the last one. Without a body
  // it is an empty object; null is what is not there. Fails with kBadRequest when the body is no JSON, and
  // with kInvalidParameterValue and every fault otherwise; a password, and what may be one under a
  // misspelled name, is never repeated in a fault. What lies inside declared objects is not looked at.
  static Outcome<Fields> read(const std::vector<std::vector<Field>>& forms, std::string_view body);

  // Of a declared field only.
  [[nodiscard]] bool has(std::string_view name) const { return !json_[name].is_null(); }
  [[nodiscard]] const std::string& text(std::string_view name) const { return json_[name].as_string(); }
  [[nodiscard]] std::optional<std::string> maybe_text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;

  [[nodiscard]] const Json& json() const { return json_; }

 private:
  explicit Fields(Json json) : json_(std::move(json)) {}
  Json json_;
};

}  // namespace shohin
