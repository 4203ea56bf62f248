// One value against its feature: the rules that cells and JSON rows share.
#pragma once

#include <string>
#include <string_view>

#include "contract/contract.h"

namespace shohin {

// A fault about a value of that feature, with what is expected there.
tl::unexpected<Faults> value_fault(const Feature& feature, FaultCode code, std::string value);

// NaN, or kMissing when the feature is required.
Result<float> missing_value(const Feature& feature);
// The category's index, or kUnknownCategory.
Result<float> category_value(const Feature& feature, std::string_view name);
// The float32 of a number within the range, or kNotFinite, kNotAnInteger or kOutOfRange; -0 becomes 0.
// `as_given` is what the fault shows.
Result<float> number_value(const Feature& feature, double value, std::string_view as_given);

// "0.1 to 15 cm".
std::string expected_range(double low, double high, std::string_view unit);

}  // namespace shohin
