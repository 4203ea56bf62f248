#include "store/search_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/search_keys.h"
#include "store/search_tokens.h"
#include "text/ascii.h"

namespace shohin {
namespace {

using Kind = SearchToken::Kind;
using Type = SearchAttribute::Type;

constexpr std::size_t kTextBytes = 512 << 10;
constexpr std::size_t kClauses = 100;
constexpr std::size_t kListValues = 10'000;  // of all lists together: SQLite binds 32,766
constexpr std::size_t kPatternBytes =
    10'000;  // SQLite refuses patterns above 50,000, and each byte may become 3

class Parser {
 public:
  Parser(std::string_view text, const SearchGrammar& grammar) : tokens_(text), grammar_(grammar) {}

  Outcome<void> advance() {
    auto token = tokens_.next();
    if (!token) return tl::unexpected(token.error());
    token_ = std::move(*token);
    return {};
  }
  [[nodiscard]] const SearchToken& token() const { return token_; }
  [[nodiscard]] bool at_word(std::string_view word) const {
    return token_.kind == Kind::kWord && lower_case(token_.text) == word;
  }

  // `prefix.name`, `prefix.'quoted'`, `prefix."quoted"` or a bare attribute.
  Outcome<SearchKey> key() {
    if (token_.kind != Kind::kWord && !(token_.kind == Kind::kText && token_.quote != '\'')) {
      return refuse_search("The filter has '" + token_.text +
                           "' where a key belongs, such as metrics.accuracy or attributes.name.");
    }
    std::string word = std::exchange(token_.text, {});
    const bool was_quoted = token_.kind == Kind::kText;
    if (auto moved = advance(); !moved) return tl::unexpected(moved.error());
    const auto dot = word.find('.');
    if (was_quoted || dot == std::string::npos)
      return search_key(SearchField::kAttribute, std::move(word), grammar_);
    const auto field = field_of_prefix(std::string_view(word).substr(0, dot), grammar_);
    if (!field) {
      return refuse_search("'" + word +
                           "' cannot be searched by: its first part is none of those that are known.");
    }
    std::string name = word.substr(dot + 1);
    if (name.empty() && token_.kind == Kind::kText && token_.touches_previous) {
      name = token_.text;
      if (auto moved = advance(); !moved) return tl::unexpected(moved.error());
    }
    if (name.empty()) return refuse_search("'" + word + "' names no key.");
    return search_key(*field, std::move(name), grammar_);
  }

  Outcome<SearchClause> clause() {
    auto left = key();
    if (!left) return tl::unexpected(left.error());
    auto comparison = operation();
    if (!comparison) return tl::unexpected(comparison.error());
    SearchClause clause{left->field, std::move(left->name), *comparison, 0, {}, {}};
    if (auto fits = check_comparison(clause, left->type, grammar_); !fits)
      return tl::unexpected(fits.error());
    if (auto read = value(clause, left->type); !read) return tl::unexpected(read.error());
    return clause;
  }

 private:
  Outcome<Comparison> operation() {
    static constexpr std::pair<std::string_view, Comparison> kSigns[] = {
        {"=", Comparison::kEqual},      {"!=", Comparison::kNotEqual}, {"<", Comparison::kLess},
        {"<=", Comparison::kLessEqual}, {">", Comparison::kGreater},   {">=", Comparison::kGreaterEqual},
        {"like", Comparison::kLike},    {"ilike", Comparison::kILike}, {"in", Comparison::kIn},
    };
    const auto word = lower_case(token_.text);
    const bool is_operator = token_.kind == Kind::kOperator || token_.kind == Kind::kWord;
    for (const auto& [sign, comparison] : kSigns) {
      if (is_operator && word == sign) return skip_to(comparison);
    }
    if (at_word("not")) return after("in", Comparison::kNotIn);
    if (at_word("is")) return is_null();
    return refuse_search(
        "The filter has '" + token_.text +
        "' where one of = != < <= > >= LIKE ILIKE IN, NOT IN, IS NULL, IS NOT NULL belongs.");
  }

  Outcome<Comparison> skip_to(Comparison comparison) {
    if (auto moved = advance(); !moved) return tl::unexpected(moved.error());
    return comparison;
  }

  Outcome<Comparison> after(std::string_view word, Comparison comparison) {
    if (auto moved = advance(); !moved) return tl::unexpected(moved.error());
    if (!at_word(word))
      return refuse_search("The filter misses " + std::string(word) + " before '" + token_.text + "'.");
    return skip_to(comparison);
  }

  Outcome<Comparison> is_null() {
    if (auto moved = advance(); !moved) return tl::unexpected(moved.error());
    if (at_word("null")) return skip_to(Comparison::kIsNull);
    if (at_word("not")) return after("null", Comparison::kIsNotNull);
    return refuse_search("The filter misses NULL or NOT NULL after IS.");
  }

  Outcome<void> value(SearchClause& clause, Type type) {
    if (clause.comparison == Comparison::kIsNull || clause.comparison == Comparison::kIsNotNull) return {};
    if (clause.comparison == Comparison::kIn || clause.comparison == Comparison::kNotIn) return list(clause);
    if (type == Type::kNumber || type == Type::kNumberOrText) return number(clause, type);
    const bool is_bare =
        grammar_.has_bare_texts && (token_.kind == Kind::kWord || token_.kind == Kind::kNumber);
    if (!is_bare && (token_.kind != Kind::kText || token_.quote == '`')) {
      return refuse_search("'" + clause.key + "' is compared with a text in quotes, not '" + token_.text +
                           "'.");
    }
    const bool is_pattern = clause.comparison == Comparison::kLike || clause.comparison == Comparison::kILike;
    if (is_pattern && token_.text.size() > kPatternBytes) {
      return refuse_search("'" + clause.key + "' is compared with a pattern longer than 10000 bytes.");
    }
    clause.text = token_.text;
    return advance();
  }

  Outcome<void> number(SearchClause& clause, Type type) {
    const bool is_quoted = type == Type::kNumberOrText && token_.kind == Kind::kText && token_.quote != '`';
    const auto number =
        token_.kind == Kind::kNumber || is_quoted ? read_search_number(token_.text) : std::nullopt;
    if (!number) {
      return refuse_search("'" + clause.key + "' is compared with a number without quotes, not '" +
                           token_.text + "'.");
    }
    clause.number = *number;
    return advance();
  }

  Outcome<void> list(SearchClause& clause) {
    if (token_.kind != Kind::kOpen) return refuse_search("IN is followed by a list, such as ('a', 'b').");
    do {
      if (auto moved = advance(); !moved) return moved;
      // Python writes a tuple of one as ('a',).
      if (token_.kind == Kind::kClose && !clause.texts.empty()) break;
      if (token_.kind != Kind::kText || token_.quote == '`') {
        return refuse_search("A list holds texts in quotes, such as ('a', 'b'), not '" + token_.text + "'.");
      }
      if (++list_values_ > kListValues) return refuse_search("The lists hold more than 10000 values.");
      clause.texts.push_back(token_.text);
      if (auto moved = advance(); !moved) return moved;
    } while (token_.kind == Kind::kComma);
    if (token_.kind != Kind::kClose) return refuse_search("A list in the filter does not end.");
    return advance();
  }

  SearchTokens tokens_;
  const SearchGrammar& grammar_;
  SearchToken token_;
  std::size_t list_values_ = 0;
};

Outcome<SortKey> parse_sort_key(std::string_view text, const SearchGrammar& grammar) {
  Parser parser(text, grammar);
  if (auto started = parser.advance(); !started) return tl::unexpected(started.error());
  auto key = parser.key();
  if (!key) return tl::unexpected(key.error());
  SortKey sort{key->field, std::move(key->name), true};
  if (parser.at_word("asc") || parser.at_word("desc")) {
    sort.ascending = parser.at_word("asc");
    if (auto moved = parser.advance(); !moved) return tl::unexpected(moved.error());
  }
  const auto& keys = grammar.sort_keys;
  const bool is_known =
      sort.field != SearchField::kAttribute || std::find(keys.begin(), keys.end(), sort.key) != keys.end();
  const bool is_sortable =
      sort.field != SearchField::kDataset && (sort.field != SearchField::kTag || grammar.sorts_by_tags);
  if (parser.token().kind != Kind::kEnd || !is_known || !is_sortable) {
    return refuse_search("order_by '" + std::string(text) +
                         "' is not a key that can be sorted by, with ASC or DESC.");
  }
  return sort;
}

}  // namespace

Outcome<std::vector<SearchClause>> parse_filter(std::string_view text, const SearchGrammar& grammar) {
  if (text.size() > kTextBytes) return refuse_search("The filter is longer than 524288 bytes.");
  std::vector<SearchClause> clauses;
  Parser parser(text, grammar);
  if (auto started = parser.advance(); !started) return tl::unexpected(started.error());
  if (parser.token().kind == Kind::kEnd) return clauses;
  for (;;) {
    auto clause = parser.clause();
    if (!clause) return tl::unexpected(clause.error());
    if (clauses.size() == kClauses) return refuse_search("The filter has more than 100 clauses.");
    clauses.push_back(std::move(*clause));
    if (parser.token().kind == Kind::kEnd) return clauses;
    if (!parser.at_word("and")) {
      return refuse_search("The filter has '" + parser.token().text +
                           "' where AND or the end belongs. Clauses are joined by AND only.");
    }
    if (auto moved = parser.advance(); !moved) return tl::unexpected(moved.error());
  }
}

Outcome<std::vector<SortKey>> parse_order_by(std::span<const std::string> texts,
                                             const SearchGrammar& grammar) {
  std::vector<SortKey> keys;
  for (const auto& text : texts) {
    if (text.size() > kTextBytes || keys.size() == kClauses) return refuse_search("order_by is too long.");
    auto key = parse_sort_key(text, grammar);
    if (!key) return tl::unexpected(key.error());
    const bool is_double = std::any_of(keys.begin(), keys.end(), [&](const SortKey& other) {
      return other.field == key->field && other.key == key->key;
    });
    if (is_double && !grammar.sorts_twice) return refuse_search("order_by names '" + key->key + "' twice.");
    keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace shohin
