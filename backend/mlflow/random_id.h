// Names that nobody can guess or meet twice.
#pragma once

#include <string>

namespace shohin {

// 32 lower-case hex digits from the system's generator.
std::string random_id();

// Two words and a number, such as "quiet-maple-482", for a run without a name.
std::string random_name();

}  // namespace shohin
