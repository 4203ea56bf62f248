// How commands speak: results on stdout, everything else on stderr.
#pragma once

#include <string_view>

#include "error/error.h"
#include "text/json.h"

namespace shohin {

// Says what went wrong and gives the exit code: kExitFoundBad for faults in what was read, kExitFailed
// otherwise. Faults are listed one a line; with `json` they are also the document on stdout.
int complain(const Error& error, bool json = false);

// A mistake in the arguments: says it and gives kExitWrongUsage.
int wrong_usage(std::string_view message);

// Prints one JSON document on stdout.
void print_json(const Json& document);

}  // namespace shohin
