#include "http/range.h"

#include <algorithm>
#include <string>

#include "text/ascii.h"

namespace shohin {
namespace {

std::optional<std::uint64_t> parse_count(std::string_view digits) {
  if (!is_digits(digits) || digits.size() > 18) return std::nullopt;
  return std::stoull(std::string(digits));
}

}  // namespace

Outcome<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) return std::nullopt;
  header.remove_prefix(kUnit.size());
  const auto unsatisfiable = [&] {
    return refuse(ErrorCode::kRangeNotSatisfiable,
                  "The range lies outside of the " + std::to_string(size) + " bytes that are here.");
  };
  const auto dash = header.find('-');
  if (dash == std::string_view::npos) return unsatisfiable();
  const auto first = parse_count(header.substr(0, dash));
  const auto last = parse_count(header.substr(dash + 1));
  if (dash == 0) {  // the last bytes
    if (!last || *last == 0 || size == 0) return unsatisfiable();
    const auto length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  const bool open = dash + 1 == header.size();
  if (!first || (!last && !open) || *first >= size || (last && *last < *first)) return unsatisfiable();
  return ByteRange{*first, last ? std::min(*last, size - 1) - *first + 1 : size - *first};
}

}  // namespace shohin
