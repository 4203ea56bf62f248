// What the system says of its last failure.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace shohin {

// errno in words, such as "No such file or directory".
inline std::string errno_text() { return std::error_code(errno, std::generic_category()).message(); }

}  // namespace shohin
