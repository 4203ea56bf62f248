// What `shohin explain` finds out, as data and as text.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "calibrate/calibration.h"
#include "data/table.h"
#include "explain/explainer.h"
#include "model/model.h"

namespace shohin {

// A model that was made ready to be explained over a table of rows.
struct Explained {
  const Model& model;
  const Table& table;
  std::vector<float> rows;  // [row][feature] of the table
  Explainer explainer;
  Calibration calibration;
};

// Fails with the faults of Explainer::make and read_calibration. A regression whose file does not tell the
// means of its inputs gets those of the table.
Result<Explained> make_explained(const Model& model, const Table& table);

// One row (from 0): {"row", "prediction", "probabilities", "explanation", and what certainty_json says}.
Json row_json(const Explained& explained, std::uint32_t row);
// {"rows", "unit", "importance": [{"feature", "mean_absolute", "classes": {...}}, ...]}, the highest first.
// `progress` is told how many rows are done.
Json importance_json(const Explained& explained, const std::function<void(std::uint64_t done)>& progress);
// {"feature", "rows", "values": [{"value", "probabilities": {...}}, ...]}
Json partial_json(const Explained& explained, std::uint32_t feature);

// The same for people, made of that JSON.
std::string row_text(const Json& json);
std::string importance_text(const Json& json);
std::string partial_text(const Json& json);

}  // namespace shohin
