// Reads a data set's file into a table.
#pragma once

#include <filesystem>
#include <functional>

#include "data/table.h"
#include "error/error.h"
#include "store/dataset_rows.h"

namespace shohin {

// A CSV is read piece by piece, a JSON array whole. Fails with kTemporarilyUnavailable once `go_on` says no,
// with kInvalidRow and the faults of every cell, with kTooLarge, and with kInternalError when the file cannot
// be read.
Outcome<Table> read_table_file(
    const std::filesystem::path& file, DataFormat format, const Contract& contract,
    const std::function<bool()>& go_on = [] { return true; });

}  // namespace shohin
