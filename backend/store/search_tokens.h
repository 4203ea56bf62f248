// The words of a search text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "error/error.h"

namespace shohin {

struct SearchToken {
  enum class Kind : std::uint8_t {
    kEnd,
    kWord,    // letters, digits, `_`, and the dots, dashes and slashes inside of a plain key
    kNumber,  // `text` can be read as a number
    kText,    // 'single' or "double" quotes, or a backtick
    kOperator,
    kComma,
    kOpen,
    kClose,
  } kind = Kind::kEnd;
  std::string text;
  char quote = 0;                 // of kText
  bool touches_previous = false;  // no blank between this and the token before it
};

// Takes a search text apart from the left. Fails with kInvalidParameterValue for a quote that does not end or
// a character that has no meaning.
class SearchTokens {
 public:
  explicit SearchTokens(std::string_view text) : rest_(text) {}
  Outcome<SearchToken> next();

 private:
  Outcome<void> read_into(SearchToken& token, char first);
  Outcome<void> read_quoted(SearchToken& token);
  Outcome<void> read_word(SearchToken& token);
  void take(SearchToken& token, SearchToken::Kind kind, std::size_t size);

  std::string_view rest_;
};

// A decimal number as searches write it: 1, -1, .5, 1e-3. Nothing otherwise.
std::optional<double> read_search_number(std::string_view text);

}  // namespace shohin
