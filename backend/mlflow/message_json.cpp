#include "mlflow/message_json.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "mlflow/json_depth.h"
#include "text/number.h"

namespace shohin {
namespace {

using nlohmann::json;

std::string with_quoted_words(std::string_view text) {
  std::string quoted;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') in_string = !in_string;
    if (in_string && text[i] == '\\' && i + 1 < text.size()) quoted += text[i++];
    std::string_view word;
    for (const std::string_view known : {"NaN", "Infinity", "-Infinity"}) {
      if (!in_string && text.substr(i, known.size()) == known) word = known;
    }
    if (word.empty()) {
      quoted += text[i];
    } else {
      quoted.append("\"").append(word).append("\"");
      i += word.size() - 1;
    }
  }
  return quoted;
}

std::optional<std::int64_t> integer_of_text(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_of_float(double value) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (!(value >= -kLimit && value < kLimit) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<double> number_of_text(const std::string& text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return parse_number(text);
}

}  // namespace

json parse_message(const std::string& text) {
  if (is_too_deep(text)) return json(json::value_t::discarded);
  auto parsed = json::parse(text, nullptr, false);
  return parsed.is_discarded() ? json::parse(with_quoted_words(text), nullptr, false) : parsed;
}

std::optional<std::int64_t> integer_of(const json& value) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    return std::nullopt;
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number_float()) return integer_of_float(value.get<double>());
  return value.is_string() ? integer_of_text(value.get_ref<const std::string&>()) : std::nullopt;
}

std::optional<double> number_of(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
  return value.is_string() ? number_of_text(value.get_ref<const std::string&>()) : std::nullopt;
}

std::optional<bool> flag_of(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value == "true") return true;
  return value == "false" ? std::optional(false) : std::nullopt;
}

}  // namespace shohin
