// What names in the registry may be: MLflow's limits, and the words that /models/... needs itself.
#pragma once

#include <string>

#include "error/error.h"
#include "store/records.h"

namespace shohin {

// Not blank, no `/` or `:`, not `.`, does not begin with `..`. All of these fail with kInvalidParameterValue.
Outcome<void> check_model_name_form(const std::string& name);
// Of a new one: also at most 256 characters, none of production, sha256, predict, manifest, contract, card.
Outcome<void> check_model_name(const std::string& name);
// Letters, digits, _ and -, 1..255.
Outcome<void> check_alias_form(const std::string& alias);
// Of a new one: also not `latest` in any case, not v and digits.
Outcome<void> check_alias(const std::string& alias);
// The key as of a run's tag; the value at most 100,000 characters.
Outcome<void> check_registry_tag(const KeyValue& tag);
Outcome<std::int64_t> read_version_number(const std::string& version);

}  // namespace shohin
