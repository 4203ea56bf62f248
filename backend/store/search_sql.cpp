#include "store/search_sql.h"

#include <utility>

namespace shohin {
namespace {

std::string_view sign_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual:
      return " = ?";
    case Comparison::kNotEqual:
      return " <> ?";
    case Comparison::kLess:
      return " < ?";
    case Comparison::kLessEqual:
      return " <= ?";
    case Comparison::kGreater:
      return " > ?";
    case Comparison::kGreaterEqual:
      return " >= ?";
    case Comparison::kLike:
      return " GLOB ?";
    case Comparison::kILike:
      return " LIKE ?";
    case Comparison::kIn:
      return " IN ";
    case Comparison::kNotIn:
      return " NOT IN ";
    case Comparison::kIsNull:
      return " IS NULL";
    case Comparison::kIsNotNull:
      return " IS NOT NULL";
  }
  return "";
}

// SQLite's LIKE does not look at case, its GLOB does: % is *, _ is ?, and what GLOB treats as special is
// written as a set of one.
std::string glob_pattern(std::string_view like) {
  std::string glob;
  for (const char c : like) {
    if (c == '%') {
      glob += '*';
    } else if (c == '_') {
      glob += '?';
    } else if (c == '*' || c == '?' || c == '[') {
      glob += std::string("[") + c + "]";
    } else {
      glob += c;
    }
  }
  return glob;
}

template <class Values>
void add_values(BoundSql& out, const Values& values) {
  out.add("(");
  for (std::size_t i = 0; i < values.size(); ++i) out.add(i == 0 ? "?" : ",?", values[i]);
  out.add(")");
}

}  // namespace

BoundSql& BoundSql::add(std::string_view text) {
  sql += text;
  return *this;
}

BoundSql& BoundSql::add(std::string_view text, SqlValue value) {
  sql += text;
  values.push_back(std::move(value));
  return *this;
}

BoundSql& BoundSql::add(const BoundSql& other) {
  sql += other.sql;
  values.insert(values.end(), other.values.begin(), other.values.end());
  return *this;
}

void add_comparison(BoundSql& out, std::string_view column, const SearchClause& clause, bool is_number) {
  out.add(column).add(sign_of(clause.comparison));
  switch (clause.comparison) {
    case Comparison::kIsNull:
    case Comparison::kIsNotNull:
      return;
    case Comparison::kIn:
    case Comparison::kNotIn:
      return add_list(out, clause.texts);
    case Comparison::kLike:
      out.values.emplace_back(glob_pattern(clause.text));
      return;
    default:
      if (is_number) {
        out.values.emplace_back(clause.number);
      } else {
        out.values.emplace_back(clause.text);
      }
  }
}

void add_list(BoundSql& out, const std::vector<std::string>& texts) { add_values(out, texts); }

void add_list(BoundSql& out, const std::vector<std::int64_t>& numbers) { add_values(out, numbers); }

}  // namespace shohin
