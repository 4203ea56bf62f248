// The header Range (RFC 9110, 14.2), one range at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "error/error.h"

namespace shohin {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

// "bytes=0-99", "bytes=100-" or "bytes=-100" of a body of that size. Nothing for no header and for another
// unit, which is ignored. Fails with kRangeNotSatisfiable.
Outcome<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size);

}  // namespace shohin
