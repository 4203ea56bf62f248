// A training as every face asks for it and reports it: command line, Studio, server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/split.h"
#include "data/table.h"
#include "evaluate/metrics.h"
#include "learn/train.h"
#include "model/model.h"
#include "text/json.h"
#include "wire/calibrating.h"

namespace shohin {

struct TrainingRequest {
  LearnerConfig config;
  std::uint64_t seed = 42;  // up to 2^53 where it comes as JSON
  double test_share = 0.2;
  CalibrationChoice calibration = CalibrationChoice::kNone;
  bool synthetic = false;  // the data were made by a program: record, card and run say so
};

// Reads {"learner", "config": {...}, "seed", "test_share", "calibration", "synthetic"}; what is left out has
// its default. Fails with every fault: kUnknownCategory for a learner or calibration that there is not,
// kWrongType, kNotAnInteger, kOutOfRange, kUnknownField.
Result<TrainingRequest> read_training_request(const Json& object);

struct TrainingOutcome {
  Model model;  // with its record
  Bytes file;   // the model as ONNX
  Metrics train, test;
  std::uint32_t rows_train = 0, rows_test = 0;
  std::string model_digest, file_sha256;
  std::string data_digest;  // of all rows, training and test
};

// The last step: calibrates the model (calibrating.h), measures it on both parts of the table that it was
// trained on a part of, fills its baseline, record and card, and writes the file.
TrainingOutcome finish_training(Model model, const Table& all, const Split& split,
                                const TrainingRequest& request);

// What `shohin train --json` prints, but for the seconds.
Json training_report(const TrainingOutcome& outcome);

// The version of this engine, as records name it.
std::string_view engine_version();

}  // namespace shohin
