// What a search asks for, once its text has been understood (PROTOCOLS of MLflow: filter, order_by).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shohin {

enum class SearchField : std::uint8_t { kAttribute, kMetric, kParam, kTag, kDataset };

enum class Comparison : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kLike,   // case matters
  kILike,  // case does not matter
  kIn,
  kNotIn,
  kIsNull,
  kIsNotNull,
};

struct SearchClause {
  SearchField field{};
  std::string key;  // of a metric, param or tag; the canonical name of an attribute
  Comparison comparison{};
  double number = 0;               // metrics and numeric attributes
  std::string text;                // everything else
  std::vector<std::string> texts;  // kIn, kNotIn
};

struct SortKey {
  SearchField field{};
  std::string key;
  bool ascending = true;
};

enum class LifecycleView : std::uint8_t { kActive = 1, kDeleted, kAll };

// A page of a longer list.
struct ResultPage {
  std::int64_t limit = 0;
  std::int64_t offset = 0;
};

}  // namespace shohin
