// Predictions for a CSV, batch by batch: what `shohin predict` and the batch routes share.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "calibrate/conformal.h"
#include "data/csv.h"
#include "error/error.h"
#include "explain/explainer.h"
#include "model/model.h"
#include "model/predict.h"

namespace shohin {

// All that is borrowed must outlive the call.
struct CsvScoring {
  const Model& model;
  const Predictor& predictor;
  std::uint32_t threads = 1;
  // Rows and their probabilities, a batch at a time; also those of a CSV that later turns out to be bad.
  std::function<void(std::span<const float> rows, std::span<const float> probabilities)> predicted =
      [](auto, auto) {};
  const Conformal* conformal = nullptr;  // when there is one: a column "prediction_set", a JSON list
  const Explainer* explainer = nullptr;  // when there is one: "contribution_<feature>" to the predicted class
};

// So many rows of one CSV are explained; more is a fault.
inline constexpr std::uint64_t kMostExplainedRows = 10'000;

struct CsvScore {
  std::uint64_t rows = 0;
  Faults faults;  // the first hundred of the whole CSV; what was written is then of no use
};

// Reads rows from `more` and writes each, with its prediction, confidence and p_<class> ..., to `write`.
// Memory does not grow with the CSV. Fails as `write` does.
Outcome<CsvScore> score_csv(const CsvScoring& scoring, CsvReader::More more,
                            const std::function<Outcome<void>(std::string_view text)>& write);

}  // namespace shohin
