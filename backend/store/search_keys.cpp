#include "store/search_keys.h"

#include <algorithm>
#include <utility>

namespace shohin {
namespace {

using Type = SearchAttribute::Type;

struct Prefix {
  std::string_view text;
  SearchField field;
};
constexpr Prefix kPrefixes[] = {
    {"metrics", SearchField::kMetric},
    {"metric", SearchField::kMetric},
    {"params", SearchField::kParam},
    {"param", SearchField::kParam},
    {"parameters", SearchField::kParam},
    {"parameter", SearchField::kParam},
    {"tags", SearchField::kTag},
    {"tag", SearchField::kTag},
    {"datasets", SearchField::kDataset},
    {"dataset", SearchField::kDataset},
    {"attributes", SearchField::kAttribute},
    {"attribute", SearchField::kAttribute},
    {"attr", SearchField::kAttribute},
    {"run", SearchField::kAttribute},
};

bool has_field(const SearchGrammar& grammar, SearchField field) {
  switch (field) {
    case SearchField::kMetric:
      return grammar.has_metrics;
    case SearchField::kParam:
      return grammar.has_params;
    case SearchField::kTag:
      return grammar.has_tags;
    case SearchField::kDataset:
      return grammar.has_datasets;
    case SearchField::kAttribute:
      return true;
  }
  return false;
}

Outcome<SearchKey> attribute_key(const std::string& name, const SearchGrammar& grammar) {
  for (const auto& known : grammar.attributes) {
    if (known.name == name)
      return SearchKey{SearchField::kAttribute, std::string(known.canonical), known.type};
  }
  std::string names;
  for (const auto& known : grammar.attributes) {
    names += (names.empty() ? "" : ", ") + std::string(known.name);
  }
  return refuse_search("'" + name + "' cannot be searched by. Attributes are: " + names + ".");
}

}  // namespace

std::optional<SearchField> field_of_prefix(std::string_view prefix, const SearchGrammar& grammar) {
  const auto* found = std::find_if(std::begin(kPrefixes), std::end(kPrefixes), [&](const Prefix& known) {
    return known.text == prefix && has_field(grammar, known.field);
  });
  return found == std::end(kPrefixes) ? std::nullopt : std::optional(found->field);
}

Outcome<SearchKey> search_key(SearchField field, std::string name, const SearchGrammar& grammar) {
  if (field == SearchField::kAttribute) return attribute_key(name, grammar);
  if (field == SearchField::kMetric) return SearchKey{field, std::move(name), Type::kNumber};
  if (field == SearchField::kDataset) {
    if (name != "name" && name != "digest" && name != "context") {
      return refuse_search("Datasets are searched by name, digest or context, not by '" + name + "'.");
    }
    return SearchKey{field, std::move(name), Type::kTextOrList};
  }
  return SearchKey{field, std::move(name), Type::kText};
}

Outcome<void> check_comparison(const SearchClause& clause, Type type, const SearchGrammar& grammar) {
  const auto c = clause.comparison;
  const bool is_order = c == Comparison::kLess || c == Comparison::kLessEqual || c == Comparison::kGreater ||
                        c == Comparison::kGreaterEqual;
  const bool is_equality = c == Comparison::kEqual || c == Comparison::kNotEqual;
  const bool is_pattern = c == Comparison::kLike || c == Comparison::kILike;
  const bool is_list = c == Comparison::kIn || c == Comparison::kNotIn;
  const bool is_null = c == Comparison::kIsNull || c == Comparison::kIsNotNull;
  const bool may_be_null =
      clause.field == SearchField::kParam || (clause.field == SearchField::kTag && grammar.has_missing_tags);
  const bool is_key = clause.field == SearchField::kParam || clause.field == SearchField::kTag;
  const bool is_number = type == Type::kNumber || type == Type::kNumberOrText;
  const bool fits = (is_equality && type != Type::kSortOnly) || (is_order && is_number) ||
                    (is_null && may_be_null) ||
                    (is_pattern && (type == Type::kText || type == Type::kTextOrList)) ||
                    (is_list && (type == Type::kTextOrList || type == Type::kIdentity)) ||
                    (is_list && is_key && grammar.has_lists_of_keys);
  if (!fits) return refuse_search("'" + clause.key + "' cannot be compared in that way.");
  return {};
}

}  // namespace shohin
