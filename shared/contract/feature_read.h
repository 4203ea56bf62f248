// One feature of a contract's JSON.
#pragma once

#include <string>

#include "contract/contract.h"

namespace shohin {

// Reads features[i]; notes every fault under `path`.
Feature read_feature(const Json& json, const std::string& path, Faults& faults);

// Notes kDuplicateField under "<path>[<index>].name" for every name that comes again.
void refuse_duplicate_names(const std::vector<std::string_view>& names, std::string_view path,
                            Faults& faults);

}  // namespace shohin
