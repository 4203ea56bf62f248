// Fields by name, and lists of names as faults say what would be right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/field.h"

namespace shohin {

std::string with_commas(const std::vector<std::string>& words);  // "a, b, c"
std::string names_of(const std::vector<Field>& fields);          // the same of their names

// nullptr when none is called so.
const Field* find_field(const std::vector<Field>& fields, std::string_view name);

}  // namespace shohin
