// One row of a user's values, checked against a contract.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "contract/contract.h"

namespace shohin {

// A row in the contract's order: numbers as float32, a category as its index, what is missing as NaN.
using Row = std::vector<float>;

// Reads {"name": value, ...}; null is missing. Gives every fault: kMissing, kUnknownField, kWrongType,
// kOutOfRange, kNotAnInteger, kUnknownCategory. A category may be given by its name only. A member called
// `passed_over` is left alone: the target's, in a data set.
Result<Row> read_row(const Contract& contract, const Json& object, std::string_view passed_over = {});

// Reads [value, ...] in the contract's order; trailing optional features may be left out. Faults as above,
// and kRaggedRow for too many or too few values.
Result<Row> read_row_values(const Contract& contract, const Json& array);

// Reads the text of one cell (CSV or a form's field); empty text is missing, NaN if the feature is not
// required. Blanks around a number do not matter. Fails with kMissing, kNotANumber, kNotFinite ("nan", "inf",
// or beyond a double), kNotAnInteger, kOutOfRange or kUnknownCategory.
Result<float> read_cell(const Feature& feature, std::string_view text);

// The features whose value lies outside the typical range: kOutOfRange faults with `expected` set to that
// range. A warning, not an error; NaN is never unusual.
Faults unusual_values(const Contract& contract, std::span<const float> row);

// "0.1 to 15 cm", or "fibrous, tap, aerial" (the first twenty).
std::string expected_text(const Feature& feature);
// "juniper, ficus, pine, maple" (the first twenty).
std::string expected_classes(const Contract& contract);

}  // namespace shohin
