// What on the server refers to a data set.
#pragma once

#include <string>

#include "store/database.h"

namespace shohin {

// "run 0a1b...; version 3 of iris; the gate of iris; data set 9f2c..., made from it", at most ten of a kind;
// empty when nothing refers to it. Deleted runs count: they can be restored. Inside a job.
std::string uses_of_data(Database& database, const std::string& data_digest);

}  // namespace shohin
