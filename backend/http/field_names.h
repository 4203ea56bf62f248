// Lists of names, as faults say what would be right.
#pragma once

#include <string>
#include <vector>

#include "http/field.h"

namespace shohin {

std::string with_commas(const std::vector<std::string>& words);  // "a, b, c"
std::string names_of(const std::vector<Field>& fields);          // the same of their names

}  // namespace shohin
