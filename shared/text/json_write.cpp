#include <algorithm>
#include <array>
#include <cmath>

#include "text/json.h"
#include "text/number.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

class Writer {
 public:
  explicit Writer(JsonStyle style) : style_(style) {}

  void value(const Json& json) {
    if (json.is_object()) return object(json.as_object());
    if (json.is_array()) return array(json.as_array());
    if (json.is_string()) return string(json.as_string());
    if (json.is_number()) return number(json.as_number());
    text_ += json.is_null() ? "null" : json.as_bool() ? "true" : "false";
  }

  std::string take() { return std::move(text_); }

 private:
  void number(double value) { text_ += std::isfinite(value) ? print_number(value) : "null"; }
  void string(std::string_view text);
  void character(std::string_view text);
  void array(const JsonArray& items);
  void object(const JsonObject& members);
  void member(const JsonObject::value_type& member);
  void new_line();

  JsonStyle style_;
  std::string text_;
  std::size_t depth_ = 0;
};

void Writer::character(std::string_view text) {
  constexpr std::string_view kShort = "\b\f\n\r\t\"\\";
  constexpr std::string_view kLetters = "bfnrt\"\\";
  constexpr std::string_view kHex = "0123456789abcdef";
  const char c = text[0];
  if (const std::size_t which = kShort.find(c); which != std::string_view::npos) {
    text_ += '\\';
    text_ += kLetters[which];
  } else if (static_cast<unsigned char>(c) < 0x20) {
    text_ += "\\u00";
    text_ += kHex[static_cast<unsigned char>(c) >> 4];
    text_ += kHex[static_cast<unsigned char>(c) & 15];
  } else {
    text_ += text;
  }
}

void Writer::string(std::string_view text) {
  text_ += '"';
  while (!text.empty()) {
    const std::size_t size = utf8_character_size(text);
    if (size == 0) {
      text_ += kReplacement;
    } else {
      character(text.substr(0, size));
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  text_ += '"';
}

void Writer::new_line() {
  if (style_ != JsonStyle::kIndented) return;
  text_ += '\n';
  text_.append(2 * depth_, ' ');
}

void Writer::array(const JsonArray& items) {
  text_ += '[';
  ++depth_;
  bool first = true;
  for (const Json& item : items) {
    if (!first) text_ += ',';
    first = false;
    new_line();
    value(item);
  }
  --depth_;
  if (!first) new_line();
  text_ += ']';
}

void Writer::member(const JsonObject::value_type& member) {
  new_line();
  string(member.first);
  text_ += style_ == JsonStyle::kIndented ? ": " : ":";
  value(member.second);
}

void Writer::object(const JsonObject& members) {
  std::vector<const JsonObject::value_type*> order;
  order.reserve(members.size());
  for (const auto& member : members) order.push_back(&member);
  if (style_ == JsonStyle::kSortedCompact) {
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  }
  text_ += '{';
  ++depth_;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0) text_ += ',';
    member(*order[i]);
  }
  --depth_;
  if (!order.empty()) new_line();
  text_ += '}';
}

}  // namespace

std::string write_json(const Json& value, JsonStyle style) {
  Writer writer(style);
  writer.value(value);
  return writer.take();
}

}  // namespace shohin
