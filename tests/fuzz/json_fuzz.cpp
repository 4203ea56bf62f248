// Proves that no text crashes the JSON reader, and that what it reads survives writing and reading.
#include <cstddef>
#include <cstdint>

#include "require.h"
#include "text/json.h"

namespace {

using namespace shohin;

void check_survival(const Json& value) {
  for (const JsonStyle style : {JsonStyle::kCompact, JsonStyle::kSortedCompact, JsonStyle::kIndented}) {
    const std::string text = write_json(value, style);
    const auto again = parse_json(text);
    require(again.has_value() && write_json(*again, style) == text);
  }
}

// Whether the reader of elements takes the text too.
bool reads_as_elements(std::string_view text) {
  JsonArrayReader reader(text);
  while (true) {
    const auto element = reader.next();
    if (!element) return false;
    if (!*element) return true;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = parse_json(text);
  if (value) check_survival(*value);
  require(reads_as_elements(text) == (value && value->is_array()));
  return 0;
}
