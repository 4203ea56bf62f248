// What `shohin train` learns from and tests on.
#pragma once

#include <string>

#include "data/split.h"
#include "data/table.h"
#include "error/error.h"
#include "wire/training.h"

namespace shohin {

struct TrainingFiles {
  std::string data, contract;
  std::string test;  // empty: a share of the data is split off
};

struct TrainingData {
  Table table;  // training rows and, from their own file, test rows after them
  Split split;
};

// Fails as read_data_file and split_rows do.
Outcome<TrainingData> read_training_data(const TrainingFiles& files, const TrainingRequest& request);

}  // namespace shohin
