// Data sets that the command line reads: CSV, or JSON when the name ends in .json.
#pragma once

#include <filesystem>

#include "data/table.h"
#include "error/error.h"

namespace shohin {

// Fails as InputFile does; what is wrong with the rows is in Error::faults.
Outcome<Table> read_data_file(const std::filesystem::path& path, const Contract& contract, Labels labels);

}  // namespace shohin
