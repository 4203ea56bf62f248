#include "mlflow/json_text.h"

#include <algorithm>
#include <cmath>

#include "text/number.h"

namespace shohin {
namespace {

bool needs_escape(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f || c == '"' || c == '\\';
}

void append_quoted(std::string& json, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  json += '"';
  while (true) {
    const auto* const special = std::find_if(text.begin(), text.end(), needs_escape);
    json.append(text.begin(), special);
    if (special == text.end()) break;
    const auto byte = static_cast<unsigned char>(*special);
    if (*special == '"' || *special == '\\') {
      (json += '\\') += *special;
    } else if (*special == '\n') {
      json += "\\n";
    } else {
      ((json += "\\u00") += kHex[byte >> 4]) += kHex[byte & 15];
    }
    text = {special + 1, text.end()};
  }
  json += '"';
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string quoted;
  append_quoted(quoted, text);
  return quoted;
}

void JsonText::begin(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  append_quoted(text_, name);
  text_ += ':';
}

JsonText& JsonText::json(std::string_view name, std::string_view value) {
  begin(name);
  text_ += value;
  return *this;
}

JsonText& JsonText::text(std::string_view name, std::string_view value) {
  begin(name);
  append_quoted(text_, value);
  return *this;
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

JsonText& JsonText::texts(std::string_view name, const std::vector<std::string>& items) {
  return list(name, items, json_quoted);
}

JsonText& JsonText::key_values(std::string_view name, const std::vector<KeyValue>& items) {
  return list(name, items, [](const KeyValue& item) {
    return JsonText().text("key", item.key).text("value", item.value).str();
  });
}

Field key_value_schema() {
  return component("Tag", object("", {shohin::text("key"), shohin::text("value")}));
}

}  // namespace shohin
