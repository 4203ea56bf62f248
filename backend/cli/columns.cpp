#include "cli/columns.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace shohin {

std::string left_aligned(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string right_aligned(const std::string& text, std::size_t width) {
  return std::string(width - std::min(text.size(), width), ' ') + text;
}

std::string four_decimals(double value) {
  std::array<char, 400> text{};  // the largest double has 309 digits before the dot
  (void)std::snprintf(text.data(), text.size(), "%.4f", value);
  return text.data();
}

}  // namespace shohin
