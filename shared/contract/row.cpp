#include "contract/row.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "contract/value.h"
#include "text/number.h"
#include "text/shown_value.h"

namespace shohin {
namespace {

using Member = JsonObject::value_type;

Result<float> read_value(const Feature& feature, const Json& value) {
  if (value.is_null()) return missing_value(feature);
  const bool is_category = feature.kind == FeatureKind::kCategorical;
  if (is_category ? !value.is_string() : !value.is_number()) {
    return fail({.code = FaultCode::kWrongType,
                 .field = feature.name,
                 .value = shown_value(value),
                 .expected = is_category ? "string" : "number"});
  }
  if (is_category) return category_value(feature, value.as_string());
  return number_value(feature, value.as_number(), print_number(value.as_number()));
}

float value_or_fault(const Feature& feature, const Json& value, Faults& faults) {
  const Result<float> read = read_value(feature, value);
  if (read) return *read;
  faults.add(read.error().first());
  return std::numeric_limits<float>::quiet_NaN();
}

tl::unexpected<Faults> no_row(const Json& json, std::string expected) {
  return fail({.code = FaultCode::kWrongType, .value = shown_value(json), .expected = std::move(expected)});
}

std::vector<const Member*> sorted_members(const Json& object) {
  std::vector<const Member*> members;
  for (const Member& member : object.as_object()) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const Member* a, const Member* b) { return a->first < b->first; });
  return members;
}

// How many of the first features a row by position must have.
std::size_t least_values(const Contract& contract) {
  std::size_t least = contract.features.size();
  while (least > 0 && !contract.features[least - 1].required) --least;
  return least;
}

}  // namespace

Result<Row> read_row(const Contract& contract, const Json& object, std::string_view passed_over) {
  if (!object.is_object()) return no_row(object, "object");
  const std::vector<const Member*> members = sorted_members(object);
  Faults faults;
  Row row;
  const Json missing;
  std::vector<bool> is_known(members.size(), false);
  for (const Feature& feature : contract.features) {
    const auto at =
        std::lower_bound(members.begin(), members.end(), feature.name,
                         [](const Member* member, const std::string& name) { return member->first < name; });
    const bool is_there = at != members.end() && (*at)->first == feature.name;
    if (is_there) is_known[static_cast<std::size_t>(at - members.begin())] = true;
    row.push_back(value_or_fault(feature, is_there ? (*at)->second : missing, faults));
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (is_known[i] || (!passed_over.empty() && members[i]->first == passed_over)) continue;
    faults.add({.code = FaultCode::kUnknownField, .field = members[i]->first});
  }
  if (!faults.empty()) return fail(std::move(faults));
  return row;
}

Result<Row> read_row_values(const Contract& contract, const Json& array) {
  if (!array.is_array()) return no_row(array, "array");
  const JsonArray& values = array.as_array();
  const std::size_t most = contract.features.size();
  const std::size_t least = least_values(contract);
  if (values.size() < least || values.size() > most) {
    const std::string count = std::to_string(most);
    return fail({.code = FaultCode::kRaggedRow,
                 .value = std::to_string(values.size()),
                 .expected = least == most ? count : std::to_string(least) + " to " + count});
  }
  const Json missing;
  Faults faults;
  Row row;
  for (std::size_t i = 0; i < most; ++i) {
    row.push_back(value_or_fault(contract.features[i], i < values.size() ? values[i] : missing, faults));
  }
  if (!faults.empty()) return fail(std::move(faults));
  return row;
}

Faults unusual_values(const Contract& contract, std::span<const float> row) {
  Faults faults;
  for (std::size_t i = 0; i < contract.features.size(); ++i) {
    const Feature& feature = contract.features[i];
    if (!feature.typical || std::isnan(row[i])) continue;
    const auto [low, high] = *feature.typical;
    if (row[i] >= static_cast<float>(low) && row[i] <= static_cast<float>(high)) continue;
    faults.add({.code = FaultCode::kOutOfRange,
                .field = feature.name,
                .value = print_number(row[i]),
                .expected = expected_range(low, high, feature.unit)});
  }
  return faults;
}

}  // namespace shohin
