// Words made of a text and values: placeholders, numbers as the language writes them, faults.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "fault/fault.h"
#include "text/json.h"
#include "texts.h"

namespace shohin {

// "en" or "pt-BR", as contracts and tables name languages.
std::string_view tag_of(Language language);

// Puts values into "{name}" places.
std::string fill(std::string_view text,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values);

// 0.9733 with that many decimals: "0.973" or "0,973".
std::string fixed(double value, int decimals, Language language);
// 4000: "4,000" or "4.000".
std::string counted(std::uint64_t value, Language language);
// A number as short as it can be said with at most six significant digits.
std::string brief(double value, Language language);
// 97.3 %
std::string percent(double share, Language language);
// "84 KB", "1.2 MB"
std::string byte_size(std::uint64_t bytes, Language language);
// "2026-11-21 14:05" of the person's clock.
std::string moment(double ms_since_1970, std::int32_t minutes_from_utc);

// The table public/texts/faults.json.
class FaultTexts {
 public:
  void read(std::string_view json);
  [[nodiscard]] std::string word(const Fault& fault, Language language) const;

 private:
  Json table_;
};

}  // namespace shohin
