// A password from the person who runs a command: never from its arguments, which others on the machine can
// see.
#pragma once

#include <string>

#include "error/error.h"

namespace shohin {

// The first line of the file; of standard input for "-". Without a file it is asked for twice on the
// terminal, unseen, or read from standard input when that is none. Fails with kInvalidParameterValue.
Outcome<std::string> read_password(const std::string& file);

}  // namespace shohin
