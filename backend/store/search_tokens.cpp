#include "store/search_tokens.h"

#include <cstddef>

#include "text/ascii.h"
#include "text/number.h"

namespace shohin {
namespace {

using Kind = SearchToken::Kind;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool begins_word(char c) { return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

bool is_word(char c) {
  return begins_word(c) || is_digit(c) || c == '.' || c == '-' || c == '+' || c == '/' || c == ':';
}

// Where the quote ends that `text` begins with. As MLflow's reader has it, a doubled quote inside, and one
// behind a backslash, end nothing and stay as they are written.
std::size_t end_of_quote(std::string_view text, bool backslash_escapes) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool before_quote = i + 1 < text.size() && text[i + 1] == quote;
    if (before_quote && (text[i] == quote || (backslash_escapes && text[i] == '\\'))) {
      ++i;
    } else if (text[i] == quote) {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<double> read_search_number(std::string_view text) {
  if (text.empty() || text.front() == '+') return std::nullopt;
  return parse_number(text);
}

Outcome<SearchToken> SearchTokens::next() {
  SearchToken token;
  const auto before = rest_.size();
  while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  token.touches_previous = before == rest_.size();
  if (rest_.empty()) return token;
  if (auto read = read_into(token, rest_.front()); !read) return tl::unexpected(read.error());
  return token;
}

Outcome<void> SearchTokens::read_into(SearchToken& token, char first) {
  switch (first) {
    case '\'':
    case '"':
    case '`':
      return read_quoted(token);
    case '=':
    case '!':
    case '<':
    case '>':
      take(token, Kind::kOperator, rest_.size() > 1 && (rest_[1] == '=' || rest_[1] == '>') ? 2 : 1);
      return {};
    case ',':
      take(token, Kind::kComma, 1);
      return {};
    case '(':
      take(token, Kind::kOpen, 1);
      return {};
    case ')':
      take(token, Kind::kClose, 1);
      return {};
    default:
      return read_word(token);
  }
}

void SearchTokens::take(SearchToken& token, Kind kind, std::size_t size) {
  token.kind = kind;
  token.text = rest_.substr(0, size);
  rest_.remove_prefix(size);
}

Outcome<void> SearchTokens::read_quoted(SearchToken& token) {
  auto end = end_of_quote(rest_, true);
  if (end == std::string_view::npos) end = end_of_quote(rest_, false);
  if (end == std::string_view::npos) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "The filter has a quote that does not end: " + std::string(rest_.substr(0, 100)));
  }
  token.quote = rest_.front();
  rest_.remove_prefix(1);
  take(token, Kind::kText, end - 1);
  rest_.remove_prefix(1);
  return {};
}

Outcome<void> SearchTokens::read_word(SearchToken& token) {
  std::size_t size = 0;
  while (size < rest_.size() && is_word(rest_[size])) ++size;
  if (size == 0) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "The filter has a character that means nothing there: " + std::string(1, rest_.front()));
  }
  take(token, Kind::kWord, size);
  if (read_search_number(token.text)) token.kind = Kind::kNumber;
  return {};
}

}  // namespace shohin
