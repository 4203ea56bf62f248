// A data set in the shape of another contract.
#pragma once

#include <string>

#include "data/table.h"
#include "tl/expected.hpp"

namespace shohin {

// The table's rows with the columns, categories and classes of `contract`, by name; columns that it does not
// have are left out, its optional ones that the table does not have are missing. Fails with a sentence that
// names what does not fit: a required feature, a kind, a category or class, or a value out of range.
tl::expected<Table, std::string> fit_table(const Table& table, const Contract& contract);

}  // namespace shohin
