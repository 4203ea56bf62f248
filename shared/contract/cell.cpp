#include <algorithm>
#include <cmath>
#include <limits>

#include "contract/row.h"
#include "contract/value.h"
#include "text/ascii.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::size_t kListed = 20;

// "nan", "-inf", "+Infinity" and the like, which programs write for what is no measurement.
bool names_no_finite_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto lower = lower_case(text.substr(0, 9));
  return text.size() <= 8 && (lower == "nan" || lower == "inf" || lower == "infinity");
}

template <class Named>
std::string listed(const std::vector<Named>& items) {
  std::string text;
  for (std::size_t i = 0; i < std::min(items.size(), kListed); ++i) {
    if (i > 0) text += ", ";
    text += items[i].name;
  }
  return items.size() > kListed ? text + ", \u2026" : text;
}

}  // namespace

std::string expected_text(const Feature& feature) {
  if (feature.kind == FeatureKind::kCategorical) return listed(feature.categories);
  return expected_range(feature.min, feature.max, feature.unit);
}

std::string expected_range(double low, double high, std::string_view unit) {
  std::string text = print_number(low) + " to " + print_number(high);
  if (!unit.empty()) text.append(" ").append(unit);
  return text;
}

std::string expected_classes(const Contract& contract) { return listed(contract.classes); }

tl::unexpected<Faults> value_fault(const Feature& feature, FaultCode code, std::string value) {
  return fail(
      {.code = code, .field = feature.name, .value = std::move(value), .expected = expected_text(feature)});
}

Result<float> missing_value(const Feature& feature) {
  if (feature.required) return value_fault(feature, FaultCode::kMissing, {});
  return std::numeric_limits<float>::quiet_NaN();
}

Result<float> category_value(const Feature& feature, std::string_view name) {
  for (std::size_t i = 0; i < feature.categories.size(); ++i) {
    if (feature.categories[i].name == name) return static_cast<float>(i);
  }
  return value_fault(feature, FaultCode::kUnknownCategory, std::string(name));
}

Result<float> number_value(const Feature& feature, double value, std::string_view as_given) {
  if (!std::isfinite(value)) return value_fault(feature, FaultCode::kNotFinite, std::string(as_given));
  if (feature.kind == FeatureKind::kOrdinal && value != std::floor(value)) {
    return value_fault(feature, FaultCode::kNotAnInteger, std::string(as_given));
  }
  if (value < feature.min || value > feature.max) {
    return value_fault(feature, FaultCode::kOutOfRange, std::string(as_given));
  }
  return static_cast<float>(value) + 0.0F;  // -0 becomes 0
}

Result<float> read_cell(const Feature& feature, std::string_view text) {
  if (text.empty()) return missing_value(feature);
  if (feature.kind == FeatureKind::kCategorical) return category_value(feature, text);
  text = trim(text);
  if (text.empty()) return missing_value(feature);
  const std::optional<double> value = parse_number(text);
  if (value) return number_value(feature, *value, text);
  const bool no_finite = names_no_finite_number(text);
  return value_fault(feature, no_finite ? FaultCode::kNotFinite : FaultCode::kNotANumber, std::string(text));
}

}  // namespace shohin
