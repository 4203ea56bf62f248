// Where the next page of a metric's history begins: behind which point. So a late page costs what an early
// one does, and none repeats or skips a point because others were logged meanwhile.
#pragma once

#include <string>
#include <string_view>

#include "error/error.h"
#include "store/metric_rows.h"

namespace shohin {

// base64 of {"after": [timestamp, step, value, is_nan]}
std::string history_token(const HistoryPlace& last);

// Fails with kInvalidParameterValue for what history_token does not write.
Outcome<HistoryPlace> read_history_token(std::string_view token);

}  // namespace shohin
