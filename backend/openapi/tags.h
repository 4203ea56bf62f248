// The chapters of the OpenAPI document.
#pragma once

#include <string_view>

#include "text/json.h"

namespace shohin {

std::string_view tag_of(std::string_view pattern);
// With a description each, in the order in which they are read.
Json tags_json();

}  // namespace shohin
