// The two places that an export reads from.
#pragma once

#include <memory>

#include "cli/running_server.h"
#include "operations/export.h"
#include "store/store.h"

namespace shohin {

// The server must outlive it.
std::unique_ptr<ExportSource> source_of(OperatorClient& server);

// The routes of a server over a directory that nobody serves, called without one. The store must outlive it.
std::unique_ptr<ExportSource> source_of(Store& store);

}  // namespace shohin
