// From the body of a scoring request to its answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/row.h"
#include "http/field.h"
#include "serving/served_models.h"
#include "text/json.h"

namespace shohin {

struct RowAnswer {
  std::vector<float> probabilities;  // [class]
  std::uint32_t class_index = 0;
  std::string json;  // INTERFACES "POST /predict"
};

// The row of {"features": [...]}, {"features": {...}} or {"name": value, ...}. Fails with the faults of
// read_row and read_row_values, and with kWrongType for what is no object.
Result<Row> read_scoring_row(const Contract& contract, const Json& body);

// With `explain` also "explanation", "novelty" and "next_measurements"; a model that cannot be explained says
// why among the warnings.
RowAnswer answer_row(const ServedModel& model, const Row& row, bool explain = false);

// The JSON schema of `RowAnswer::json` for that contract, for GET /contract.
Json answer_schema(const Contract& contract);
// The same for whatever model.
Field answer_schema();

}  // namespace shohin
