// Writes the JSON of MLflow's answers piece by piece: fields that are not set are left out, whole numbers
// keep all their 64 bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/field.h"
#include "store/records.h"

namespace shohin {

class JsonText {
 public:
  // {"name": value, ...}: each call adds a member; str() ends the object.
  JsonText& text(std::string_view name, std::string_view value);
  JsonText& text(std::string_view name, const std::string& value) {
    return text(name, std::string_view(value));
  }
  JsonText& text(std::string_view name, const std::optional<std::string>& value);
  JsonText& integer(std::string_view name, std::int64_t value);
  JsonText& integer(std::string_view name, const std::optional<std::int64_t>& value);
  JsonText& number(std::string_view name, double value);  // "NaN" and infinities as texts
  JsonText& flag(std::string_view name, bool value);
  JsonText& json(std::string_view name, std::string_view value);  // JSON already
  JsonText& list(std::string_view name,
                 const std::vector<std::string>& items);  // JSON already; none: left out
  JsonText& texts(std::string_view name, const std::vector<std::string>& items);
  JsonText& key_values(std::string_view name, const std::vector<KeyValue>& items);
  [[nodiscard]] std::string str() const { return text_ + "}"; }

 private:
  void begin(std::string_view name);
  std::string text_ = "{";
};

// What JsonText::key_values writes each of.
Field key_value_schema();

// "text" with what JSON needs escaped; bytes that are no UTF-8 must not come here.
std::string json_quoted(std::string_view text);

// The JSON of each.
template <class Item, class Write>
std::vector<std::string> json_of_each(const std::vector<Item>& items, Write write) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const auto& item : items) texts.push_back(write(item));
  return texts;
}

}  // namespace shohin
