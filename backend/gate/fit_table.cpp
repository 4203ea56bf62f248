#include "gate/fit_table.h"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace shohin {
namespace {

using Column = std::vector<float>;
using Fitted = tl::expected<Column, std::string>;

tl::unexpected<std::string> misfit(const std::string& name, std::string_view what) {
  return tl::unexpected<std::string>("'" + name + "' " + std::string(what));
}

// Where each name of `from` stands in `to`.
template <class Named>
std::vector<std::optional<std::uint32_t>> places_of(const std::vector<Named>& from,
                                                    const std::vector<Named>& to) {
  std::vector<std::optional<std::uint32_t>> places(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    for (std::uint32_t j = 0; j < to.size(); ++j) {
      if (from[i].name == to[j].name) places[i] = j;
    }
  }
  return places;
}

Fitted fit_categories(const Column& values, const Feature& from, const Feature& to) {
  const auto places = places_of(from.categories, to.categories);
  Column out = values;
  for (float& value : out) {
    if (std::isnan(value)) continue;
    const auto& place = places[static_cast<std::size_t>(value)];
    if (!place) return misfit(to.name, "has categories that the model does not know.");
    value = static_cast<float>(*place);
  }
  return out;
}

Fitted fit_numbers(const Column& values, const Feature& to) {
  for (const float value : values) {
    const auto number = static_cast<double>(value);
    const bool is_whole = to.kind != FeatureKind::kOrdinal || number == std::floor(number);
    const bool is_within = number >= static_cast<double>(static_cast<float>(to.min)) &&
                           number <= static_cast<double>(static_cast<float>(to.max));
    if (!std::isnan(value) && !(is_whole && is_within))
      return misfit(to.name, "has values that the model does not take.");
  }
  return values;
}

Fitted fit_column(const Table& table, const Feature& to) {
  const auto place = table.contract.feature_index(to.name);
  if (!place) {
    if (to.required) return misfit(to.name, "is not in the data set, and the model needs it.");
    return Column(table.row_count(), std::numeric_limits<float>::quiet_NaN());
  }
  const Feature& from = table.contract.features[*place];
  const Column& values = table.columns[*place];
  if ((from.kind == FeatureKind::kCategorical) != (to.kind == FeatureKind::kCategorical))
    return misfit(to.name, "is of another kind for the model.");
  for (const float value : values) {
    if (to.required && std::isnan(value))
      return misfit(to.name, "is missing in rows, and the model needs it.");
  }
  return to.kind == FeatureKind::kCategorical ? fit_categories(values, from, to) : fit_numbers(values, to);
}

}  // namespace

tl::expected<Table, std::string> fit_table(const Table& table, const Contract& contract) {
  Table out;
  out.contract = contract;
  for (const auto& feature : contract.features) {
    auto column = fit_column(table, feature);
    if (!column) return tl::unexpected<std::string>(std::move(column).error());
    out.columns.push_back(std::move(*column));
  }
  const auto places = places_of(table.contract.classes, contract.classes);
  for (const auto label : table.labels) {
    if (!places[label]) {
      return misfit(table.contract.classes[label].name, "is a class that the model does not know.");
    }
    out.labels.push_back(*places[label]);
  }
  return out;
}

}  // namespace shohin
