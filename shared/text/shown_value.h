// A JSON value as a fault shows it.
#pragma once

#include <string>

#include "text/json.h"

namespace shohin {

// A text as it is, anything else as JSON; Faults cut it. Not for what may be a secret.
std::string shown_value(const Json& value);

}  // namespace shohin
