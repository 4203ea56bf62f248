// A fault put into words: the words come from public/texts/faults.json, by language, never from the engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fault/fault.h"

namespace shohin {

// The keys of the table to try, best first: "not_a_number_at" when row and column are named,
// "not_a_number_in_row" when only the row is, "unknown_field_in_column" when only the column is (a header's
// cell), then the bare code.
std::vector<std::string> wording_keys(const Fault& fault);

// Puts the fault into {field}, {value}, {expected}, {row} and {column}; what else stands in braces stays. A
// leading "{field}: " and a ", {field}" before a colon go when the fault names no field, and ": “{value}”"
// when it has no value. `to` is the table's word of that key, which then stands between the ends of an
// expected range: "0.1 a 15 cm".
std::string word_fault(std::string_view words, const Fault& fault, std::string_view to = "to");

}  // namespace shohin
