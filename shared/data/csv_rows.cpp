#include "data/csv_rows.h"

#include <algorithm>
#include <limits>

#include "contract/row.h"
#include "text/number.h"

namespace shohin {
namespace {

void add_placed(Faults& faults, Fault fault, std::uint64_t row, std::size_t column) {
  fault.row = row;
  fault.column = static_cast<std::uint32_t>(column + 1);
  faults.add(std::move(fault));
}

// Spreadsheets of many countries write semicolons, since their decimals have commas.
char foreign_separator(std::span<const std::string_view> header, const Contract& contract) {
  if (header.size() > 1 || contract.feature_index(header.front())) return '\0';
  for (const char separator : {';', '\t'}) {
    if (header.front().find(separator) != std::string_view::npos) return separator;
  }
  return '\0';
}

}  // namespace

void NameIndex::sort() { std::sort(entries_.begin(), entries_.end()); }

std::uint32_t NameIndex::find(std::string_view name) const {
  const auto at =
      std::lower_bound(entries_.begin(), entries_.end(), name,
                       [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return at != entries_.end() && at->first == name ? at->second : kNone;
}

CsvRows::CsvRows(const Contract& contract)
    : contract_(&contract),
      has_feature_(contract.features.size(), false),
      categories_(contract.features.size()) {
  for (std::uint32_t i = 0; i < contract.classes.size(); ++i) classes_.add(contract.classes[i].name, i);
  classes_.sort();
  for (std::size_t feature = 0; feature < contract.features.size(); ++feature) {
    const std::vector<Category>& categories = contract.features[feature].categories;
    for (std::uint32_t i = 0; i < categories.size(); ++i) categories_[feature].add(categories[i].name, i);
    categories_[feature].sort();
  }
}

Result<CsvRows> CsvRows::match(std::span<const std::string_view> header, const Contract& contract,
                               Labels labels) {
  if (const char separator = foreign_separator(header, contract)) {
    return fail({.code = FaultCode::kWrongSeparator,
                 .field = "header",
                 .value = separator == '\t' ? "TAB" : std::string(1, separator),
                 .expected = ","});
  }
  CsvRows rows(contract);
  Faults faults;
  rows.place_columns(header, faults);
  for (std::size_t i = 0; i < contract.features.size(); ++i) {
    if (rows.has_feature_[i] || !contract.features[i].required) continue;
    faults.add({.code = FaultCode::kMissing, .field = contract.features[i].name});
  }
  if (labels == Labels::kRequired && !rows.is_labelled_) {
    faults.add({.code = FaultCode::kMissing, .field = contract.target});
  }
  if (!faults.empty()) return fail(std::move(faults));
  return rows;
}

void CsvRows::place_columns(std::span<const std::string_view> header, Faults& faults) {
  NameIndex names;
  for (std::uint32_t i = 0; i < contract_->features.size(); ++i) names.add(contract_->features[i].name, i);
  names.add(contract_->target, kLabel);
  names.sort();
  for (std::size_t column = 0; column < header.size(); ++column) {
    const std::uint32_t place = names.find(header[column]);
    places_.push_back(place);
    const auto refuse = [&](FaultCode code) {
      add_placed(faults, {.code = code, .field = std::string(header[column])}, 0, column);
    };
    if (place == NameIndex::kNone) {
      refuse(FaultCode::kUnknownField);
    } else if (place == kLabel ? is_labelled_ : has_feature_[place]) {
      refuse(FaultCode::kDuplicateField);
    } else if (place == kLabel) {
      is_labelled_ = true;
    } else {
      has_feature_[place] = true;
    }
  }
}

bool CsvRows::read(std::span<const std::string_view> cells, std::uint64_t row, std::span<float> values,
                   std::uint32_t& label, Faults& faults) const {
  if (cells.size() != places_.size()) {
    faults.add({.code = FaultCode::kRaggedRow,
                .value = std::to_string(cells.size()),
                .expected = std::to_string(places_.size()),
                .row = row});
    return false;
  }
  std::fill(values.begin(), values.end(), std::numeric_limits<float>::quiet_NaN());
  const std::uint64_t before = faults.count();
  Faults found;
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const std::uint32_t place = places_[column];
    if (place == kLabel) {
      label = read_label(cells[column], found);
    } else {
      values[place] = read_feature(place, cells[column], found);
    }
    if (found.empty()) continue;
    add_placed(faults, found.first(), row, column);
    found = {};
  }
  return faults.count() == before;
}

// The usual cell first, without making a Result of it.
float CsvRows::read_feature(std::uint32_t index, std::string_view cell, Faults& faults) const {
  const Feature& feature = contract_->features[index];
  if (feature.kind == FeatureKind::kNumeric) {
    const std::optional<double> number = parse_number(cell);
    if (number && *number >= feature.min && *number <= feature.max) {
      return static_cast<float>(*number) + 0.0F;  // -0 becomes 0
    }
  } else if (feature.kind == FeatureKind::kCategorical) {
    const std::uint32_t category = categories_[index].find(cell);
    if (category != NameIndex::kNone) return static_cast<float>(category);
  }
  const Result<float> value = read_cell(feature, cell);
  if (value) return *value;
  faults = value.error();
  return std::numeric_limits<float>::quiet_NaN();
}

std::uint32_t CsvRows::read_label(std::string_view cell, Faults& faults) const {
  const std::uint32_t index = classes_.find(cell);
  if (index != NameIndex::kNone) return index;
  faults.add({.code = cell.empty() ? FaultCode::kMissing : FaultCode::kUnknownClass,
              .field = contract_->target,
              .value = std::string(cell),
              .expected = expected_classes(*contract_)});
  return 0;
}

}  // namespace shohin
