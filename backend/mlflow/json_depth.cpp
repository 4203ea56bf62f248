#include "mlflow/json_depth.h"

#include <algorithm>

namespace shohin {
namespace {

// Calls `take` with each character outside of strings, until it says no.
template <class Take>
void walk(std::string_view json, Take take) {
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (!take(c)) {
      return;
    }
  }
}

}  // namespace

bool is_too_deep(std::string_view json) {
  int depth = 0;
  int deepest = 0;
  walk(json, [&](char c) {
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if (c == ']' || c == '}') --depth;
    return deepest <= kDeepestJson;
  });
  return deepest > kDeepestJson;
}

bool has_too_many_values(std::string_view json) {
  std::size_t values = 0;
  walk(json, [&](char c) {
    if (c == '[' || c == '{' || c == ',') ++values;
    return values <= kMostJsonValues;
  });
  return values > kMostJsonValues;
}

}  // namespace shohin
