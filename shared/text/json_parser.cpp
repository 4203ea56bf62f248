#include "text/json_parser.h"

#include <algorithm>
#include <cmath>

#include "text/ascii.h"
#include "text/number.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::size_t kShownCharacters = 12;  // of the text at a fault

void append_utf8(std::string& out, std::uint32_t code) {
  const auto tail = [&](std::uint32_t shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | code >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string shown(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < kShownCharacters && end < text.size() && text[end] != '\n'; ++i) {
    end += utf8_character_size(text.substr(end));
  }
  return std::string(text.substr(0, end));
}

}  // namespace

bool JsonParser::refuse(FaultCode code, std::string_view expected) {
  if (at_ >= text_.size() && code == FaultCode::kBadSyntax) code = FaultCode::kTruncated;
  const std::string_view before = text_.substr(0, at_);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  fault_ = {.code = code, .value = shown(text_.substr(at_)), .expected = std::string(expected)};
  fault_.row = 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  fault_.column =
      1 + static_cast<std::uint32_t>(std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start),
                                                   before.end(), starts_character));
  return false;
}

void JsonParser::skip_blanks() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
    ++at_;
  }
}

bool JsonParser::take(char wanted) {
  if (at_ >= text_.size() || text_[at_] != wanted) return false;
  ++at_;
  return true;
}

bool JsonParser::expect(char wanted) { return take(wanted) || refuse(FaultCode::kBadSyntax, {&wanted, 1}); }

bool JsonParser::refuse_rest() {
  skip_blanks();
  return at_ == text_.size() || refuse(FaultCode::kBadSyntax);
}

bool JsonParser::value(Json& out) {
  skip_blanks();
  switch (next()) {
    case '{':
      return object(out);
    case '[':
      return array(out);
    case '"': {
      std::string text;
      if (!string(text)) return false;
      out = Json(std::move(text));
      return true;
    }
    case 't':
      return literal("true", true, out);
    case 'f':
      return literal("false", false, out);
    case 'n':
      return literal("null", {}, out);
    default:
      return number(out);
  }
}

bool JsonParser::literal(std::string_view word, Json value, Json& out) {
  if (!text_.substr(at_).starts_with(word)) return refuse(FaultCode::kBadSyntax);
  at_ += word.size();
  out = std::move(value);
  return true;
}

std::size_t JsonParser::digits() {
  const std::size_t start = at_;
  while (is_digit(next())) ++at_;
  return at_ - start;
}

bool JsonParser::number(Json& out) {
  const std::size_t start = at_;
  take('-');
  const bool leading_zero = next() == '0';
  const std::size_t whole = digits();
  bool ok = whole > 0 && !(leading_zero && whole > 1);
  if (ok && take('.')) ok = digits() > 0;
  if (ok && (take('e') || take('E'))) {
    if (!take('-')) take('+');
    ok = digits() > 0;
  }
  if (!ok && at_ < text_.size()) at_ = start;
  if (!ok) return refuse(FaultCode::kBadSyntax);
  const double value = parse_number(text_.substr(start, at_ - start)).value_or(0);
  if (std::isinf(value)) {
    at_ = start;
    return refuse(FaultCode::kBadSyntax);
  }
  out = Json(value);
  return true;
}

bool JsonParser::string(std::string& out) {
  if (!expect('"')) return false;
  while (true) {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
           static_cast<unsigned char>(text_[at_]) >= 0x20) {
      ++at_;
    }
    out.append(text_, start, at_ - start);
    if (take('"')) return true;
    if (next() != '\\' || at_ >= text_.size()) return refuse(FaultCode::kBadSyntax, "\"");
    if (!escape(out)) return false;
  }
}

bool JsonParser::escape(std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t start = at_++;
  if (at_ >= text_.size()) return refuse(FaultCode::kTruncated);
  if (take('u')) return unicode_escape(out);
  const std::size_t which = kLetters.find(text_[at_]);
  if (which == std::string_view::npos) {
    at_ = start;
    return refuse(FaultCode::kBadSyntax);
  }
  ++at_;
  out += kMeanings[which];
  return true;
}

bool JsonParser::four_hex_digits(std::uint32_t& unit) {
  unit = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = next();
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      unit = unit * 16 + static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      unit = unit * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return refuse(FaultCode::kBadSyntax);
    }
  }
  return true;
}

bool JsonParser::unicode_escape(std::string& out) {
  std::uint32_t code = 0;
  if (!four_hex_digits(code)) return false;
  if (code >= 0xDC00 && code <= 0xDFFF) return refuse(FaultCode::kBadSyntax);
  if (code >= 0xD800 && code <= 0xDBFF) {
    std::uint32_t low = 0;
    if (!expect('\\') || !expect('u') || !four_hex_digits(low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return refuse(FaultCode::kBadSyntax);
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(out, code);
  return true;
}

bool JsonParser::array(Json& out) {
  if (depth_left_ == 0) return refuse(FaultCode::kTooLarge);
  --depth_left_;
  ++at_;
  JsonArray items;
  skip_blanks();
  if (!take(']')) {
    do {
      if (!value(items.emplace_back())) return false;
      skip_blanks();
    } while (take(','));
    if (!expect(']')) return false;
  }
  ++depth_left_;
  out = Json(std::move(items));
  return true;
}

bool JsonParser::member(JsonObject& members) {
  skip_blanks();
  std::string name;
  if (!string(name)) return false;
  skip_blanks();
  if (!expect(':')) return false;
  return value(members.emplace_back(std::move(name), Json()).second);
}

bool JsonParser::object(Json& out) {
  if (depth_left_ == 0) return refuse(FaultCode::kTooLarge);
  --depth_left_;
  const std::size_t start = at_++;
  JsonObject members;
  skip_blanks();
  if (!take('}')) {
    do {
      if (!member(members)) return false;
      skip_blanks();
    } while (take(','));
    if (!expect('}')) return false;
  }
  ++depth_left_;
  if (!refuse_duplicates(members, start)) return false;
  out = Json(std::move(members));
  return true;
}

// Sorted, because a hostile object may have a hundred thousand members.
bool JsonParser::refuse_duplicates(const JsonObject& members, std::size_t start) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const auto& member : members) names.emplace_back(member.first);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return true;
  at_ = start;
  refuse(FaultCode::kDuplicateField);
  fault_.field = std::string(*twice);
  fault_.value.clear();
  return false;
}

}  // namespace shohin
