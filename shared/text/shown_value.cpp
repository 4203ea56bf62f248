#include "text/shown_value.h"

namespace shohin {

std::string shown_value(const Json& value) {
  return value.is_string() ? value.as_string() : write_json(value);
}

}  // namespace shohin
