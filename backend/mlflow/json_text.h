// Writes the JSON of MLflow's answers piece by piece: fields that are not set are left out, whole numbers
// keep all their 64 bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/field.h"
#include "store/records.h"

namespace shohin {

class JsonText {
 public:
  JsonText() { text_.reserve(kUsualSize); }
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
  // What `write` makes of each: JSON already. An empty list is left out.
  template <class Item, class Write>
  JsonText& list(std::string_view name, const std::vector<Item>& items, Write write) {
    if (items.empty()) return *this;
    begin(name);
    char before = '[';
    for (const auto& item : items) {
      text_ += std::exchange(before, ',');
      text_ += write(item);
    }
    text_ += ']';
    return *this;
  }
  JsonText& texts(std::string_view name, const std::vector<std::string>& items);
  JsonText& key_values(std::string_view name, const std::vector<KeyValue>& items);
  [[nodiscard]] std::string str() {
    text_ += '}';
    return std::move(text_);
  }

 private:
  static constexpr std::size_t kUsualSize = 128;  // of a metric or a tag

  void begin(std::string_view name);
  std::string text_ = "{";
};

// What JsonText::key_values writes each of.
Field key_value_schema();

// "text" with what JSON needs escaped; bytes that are no UTF-8 must not come here.
std::string json_quoted(std::string_view text);

}  // namespace shohin
