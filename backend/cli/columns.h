// Text in columns, as reports and help print it.
#pragma once

#include <cstddef>
#include <string>

namespace shohin {

// Filled with blanks up to the width; longer text stays as it is.
std::string left_aligned(std::string text, std::size_t width);
std::string right_aligned(const std::string& text, std::size_t width);

std::string four_decimals(double value);  // "0.9876"

}  // namespace shohin
