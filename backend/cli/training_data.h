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
  std::string test;     // empty: a share of the data is split off
  std::string weights;  // a column beside those of the contract; empty: all rows count the same
};

struct TrainingData {
  Table table;  // training rows and, from their own file, test rows after them
  Split split;
};

// The rows of files.data with their weights; fails as read_data_file does, when there is no row, and when the
// column of weights is one of the contract's.
Outcome<Table> read_training_rows(const TrainingFiles& files, const Contract& contract);

// The rows of files.data and then, if there are any, of files.test: the order in which `train` digests them.
Outcome<Table> read_all_rows(const TrainingFiles& files, const Contract& contract);

// Fails as read_training_rows and split_rows do.
Outcome<TrainingData> read_training_data(const TrainingFiles& files, const TrainingRequest& request);

}  // namespace shohin
