// Paths and URIs of artifacts. A path is checked part by part; nothing outside can name a place on a disk.
#pragma once

#include <string>
#include <string_view>

#include "error/error.h"

namespace shohin {

// A decoded path such as "1/0a1b/artifacts/model/MLmodel". Fails with kInvalidParameterValue for an empty
// part,
// `.`, `..` (also when still percent-encoded), a backslash, '#', control characters, broken UTF-8 or more
// than 1024 bytes.
Outcome<void> check_artifact_path(std::string_view path);

// Whether a name would lead upwards if somebody took it for a path: a part `..` between slashes or
// backslashes, or a NUL, also when still percent-encoded, however often. For short names: the time grows with
// the square of their length.
bool climbs(std::string_view name);

// The path of mlflow-artifacts:/<path>; fails with kInvalidParameterValue for any other form.
Outcome<std::string> path_of_uri(std::string_view uri);
std::string uri_of_path(std::string_view path);

}  // namespace shohin
