#include "mlflow/json_text.h"

#include <cmath>

#include "text/number.h"

namespace shohin {

std::string json_quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += "\\u00";
      quoted += kHex[byte >> 4];
      quoted += kHex[byte & 15];
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

void JsonText::begin(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  text_ += json_quoted(name);
  text_ += ':';
}

JsonText& JsonText::json(std::string_view name, std::string_view value) {
  begin(name);
  text_ += value;
  return *this;
}

JsonText& JsonText::text(std::string_view name, std::string_view value) {
  return json(name, json_quoted(value));
}

JsonText& JsonText::text(std::string_view name, const std::optional<std::string>& value) {
  return value ? text(name, std::string_view(*value)) : *this;
}

JsonText& JsonText::integer(std::string_view name, std::int64_t value) {
  return json(name, std::to_string(value));
}

JsonText& JsonText::integer(std::string_view name, const std::optional<std::int64_t>& value) {
  return value ? integer(name, *value) : *this;
}

JsonText& JsonText::number(std::string_view name, double value) {
  if (!std::isfinite(value)) return text(name, std::string_view(print_number(value)));
  auto printed = print_number(value);
  // Python's clients read 1 as an int and 1.0 as a float.
  if (printed.find_first_of(".e") == std::string::npos) printed += ".0";
  return json(name, printed);
}

JsonText& JsonText::flag(std::string_view name, bool value) { return json(name, value ? "true" : "false"); }

JsonText& JsonText::list(std::string_view name, const std::vector<std::string>& items) {
  if (items.empty()) return *this;
  begin(name);
  text_ += '[';
  for (const auto& item : items) {
    if (&item != &items.front()) text_ += ',';
    text_ += item;
  }
  text_ += ']';
  return *this;
}

JsonText& JsonText::texts(std::string_view name, const std::vector<std::string>& items) {
  return list(name, json_of_each(items, [](const std::string& item) { return json_quoted(item); }));
}

JsonText& JsonText::key_values(std::string_view name, const std::vector<KeyValue>& items) {
  return list(name, json_of_each(items, [](const KeyValue& item) {
                return JsonText().text("key", item.key).text("value", item.value).str();
              }));
}

Field key_value_schema() {
  return component("Tag", object("", {shohin::text("key"), shohin::text("value")}));
}

}  // namespace shohin
