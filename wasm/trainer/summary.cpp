#include "summary.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "text/number.h"

namespace shohin {
namespace {

constexpr std::uint32_t kBins = 32;
constexpr std::uint32_t kPreviewRows = 200;

struct Spread {
  std::uint32_t missing = 0, present = 0;
  float low = 0, high = 0;
  double sum = 0;
};

Spread spread_of(std::span<const float> column) {
  Spread spread;
  for (const float value : column) {
    if (std::isnan(value)) {
      ++spread.missing;
      continue;
    }
    spread.low = spread.present == 0 ? value : std::min(spread.low, value);
    spread.high = spread.present == 0 ? value : std::max(spread.high, value);
    spread.sum += static_cast<double>(value);
    ++spread.present;
  }
  return spread;
}

// One count for each category, or equal bins from low to high.
std::vector<std::uint32_t> counts_of(const Feature& feature, std::span<const float> column,
                                     const Spread& spread) {
  const bool category = feature.kind == FeatureKind::kCategorical;
  std::vector<std::uint32_t> counts(category ? feature.categories.size() : kBins);
  const float width = spread.high - spread.low;
  for (const float value : column) {
    if (std::isnan(value)) continue;
    const float place = category    ? value
                        : width > 0 ? (value - spread.low) / width * static_cast<float>(kBins)
                                    : 0;
    ++counts[std::min(static_cast<std::size_t>(place), counts.size() - 1)];
  }
  return counts;
}

JsonArray json_counts(std::span<const std::uint32_t> counts) {
  JsonArray list;
  for (const std::uint32_t count : counts) list.emplace_back(count);
  return list;
}

Json column_json(const Feature& feature, std::span<const float> column) {
  const Spread spread = spread_of(column);
  return JsonObject{{"missing", spread.missing},
                    {"low", static_cast<double>(spread.low)},
                    {"high", static_cast<double>(spread.high)},
                    {"mean", spread.present == 0 ? 0.0 : spread.sum / spread.present},
                    {"counts", json_counts(counts_of(feature, column, spread))}};
}

std::string cell_text(const Feature& feature, float value) {
  if (std::isnan(value)) return {};
  if (feature.kind == FeatureKind::kCategorical)
    return feature.categories[static_cast<std::size_t>(value)].name;
  return print_number(value);
}

JsonArray preview_json(const Table& table) {
  JsonArray rows;
  for (std::uint32_t row = 0; row < std::min(table.row_count(), kPreviewRows); ++row) {
    JsonArray cells;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      cells.emplace_back(cell_text(table.contract.features[i], table.columns[i][row]));
    if (table.is_labelled()) cells.emplace_back(table.contract.classes[table.labels[row]].name);
    rows.emplace_back(std::move(cells));
  }
  return rows;
}

}  // namespace

Json table_summary(const Table& table) {
  JsonArray columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    columns.push_back(column_json(table.contract.features[i], table.columns[i]));
  std::vector<std::uint32_t> class_counts(table.contract.classes.size());
  for (const std::uint32_t label : table.labels) ++class_counts[label];
  return JsonObject{{"rows", table.row_count()},
                    {"data_digest", data_digest(table)},
                    {"contract", contract_json(table.contract)},
                    {"columns", std::move(columns)},
                    {"class_counts", json_counts(class_counts)},
                    {"preview", preview_json(table)}};
}

}  // namespace shohin
