// Numbers to text and back, the only place that does: the same digits on every target.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shohin {

// Reads a decimal number as JSON writes it, with an optional leading '+', leading zeros and a leading or
// trailing dot, to the nearest double. Nothing for anything else: "", "1,5", "0x10", "nan", "inf", blanks
// around. A number too large for a double reads as an infinity.
std::optional<double> parse_number(std::string_view text);

// The shortest decimal text that reads back as exactly this value; "NaN", "Infinity" or "-Infinity"
// otherwise. Whole numbers below 1e15 have no exponent and no dot; from 1e15 on and below 1e-6 there is an
// exponent: "1.5e300", "2e-7".
std::string print_number(double value);
// The same for a float32: 0.1f is "0.1".
std::string print_number(float value);

}  // namespace shohin
