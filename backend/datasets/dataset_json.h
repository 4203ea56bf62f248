// Data sets, contracts and lineage as our routes answer them.
#pragma once

#include "datasets/lineage.h"
#include "http/field.h"
#include "store/dataset_rows.h"
#include "text/json.h"

namespace shohin {

// {"data_digest", "name", "contract": {"name", "digest"}, "format": "csv" or "json", "rows", "size",
// "sha256", "parent": digest or null, "note", "user", "creation_time": milliseconds since 1970, "url"}.
Json data_set_json(const StoredDataSet& data);
// {"contract_digest", "name", "creation_time"}.
Json contract_entry_json(const StoredContract& contract);
// {"data": as above, "ancestors": [digest], "children": [digest], "runs": [{"run_id", "run_name",
// "experiment_id", "status", "lifecycle_stage", "context", "model_digest", "versions": [{"name", "version",
// "stage", "aliases"}]}], "next_page_token"}.
Json lineage_json(const Lineage& lineage);

// What these are.
Field data_set_schema();
Field contract_entry_schema();
Field lineage_schema();
std::vector<Field> contract_fields();

}  // namespace shohin
