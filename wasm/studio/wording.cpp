#include "wording.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "fault/wording.h"

namespace shohin {
namespace {

// The language's decimal sign, and a minus as wide as a plus.
std::string for_people(std::string number, Language language) {
  const std::size_t point = number.find('.');
  if (language == Language::kPortuguese && point != std::string::npos) number[point] = ',';
  return number.starts_with('-') ? number.replace(0, 1, "\u2212") : number;
}

struct Date {
  std::int64_t year;
  std::int64_t month, day;
};

// Days since 1970-01-01 to a date (H. Hinnant, "chrono-compatible low-level date algorithms").
Date civil(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, of_year - (153 * shifted + 2) / 5 + 1};
}

}  // namespace

std::string_view tag_of(Language language) { return language == Language::kPortuguese ? "pt-BR" : "en"; }

std::string fill(std::string_view text,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : values)
      if (key == name) out += value;
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

std::string fixed(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return "\u2013";
  std::array<char, 64> buffer{};
  (void)std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);  // 64 is enough below 1e50
  return for_people(buffer.data(), language);
}

std::string counted(std::uint64_t value, Language language) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, 1, language == Language::kPortuguese ? '.' : ',');
  return digits;
}

std::string brief(double value, Language language) {
  if (!std::isfinite(value)) return "\u2013";
  std::array<char, 64> buffer{};
  (void)std::snprintf(buffer.data(), buffer.size(), "%.6g", value);
  return for_people(buffer.data(), language);
}

std::string percent(double share, Language language) { return fixed(share * 100, 1, language) + " %"; }

std::string byte_size(std::uint64_t bytes, Language language) {
  const auto size = static_cast<double>(bytes);
  if (bytes < 1000) return std::to_string(bytes) + " B";
  if (bytes < 1'000'000) return fixed(size / 1e3, 0, language) + " KB";
  return fixed(size / 1e6, 1, language) + " MB";
}

std::string moment(double ms_since_1970, std::int32_t minutes_from_utc) {
  const auto minutes = static_cast<std::int64_t>(ms_since_1970 / 60'000) + minutes_from_utc;
  const std::int64_t days = (minutes >= 0 ? minutes : minutes - 1439) / 1440;
  const std::int64_t of_day = minutes - days * 1440;
  const Date date = civil(days);
  std::array<char, 64> buffer{};
  (void)std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d %02d:%02d", static_cast<int>(date.year),
                      static_cast<int>(date.month), static_cast<int>(date.day), static_cast<int>(of_day / 60),
                      static_cast<int>(of_day % 60));
  return buffer.data();
}

void FaultTexts::read(std::string_view json) {
  if (auto table = parse_json(json)) table_ = std::move(*table);
}

std::string FaultTexts::word(const Fault& fault, Language language) const {
  const std::string_view tag = tag_of(language);
  for (const std::string& key : wording_keys(fault)) {
    const std::string& text = table_[key][tag].as_string();
    if (!text.empty()) return word_fault(text, fault, table_["to"][tag].as_string());
  }
  return std::string(code_name(fault.code));
}

}  // namespace shohin
