// What one worker works on: a table, the settings of a training, its outcome. The steps come in the order of
// the functions; a step out of order fails with kEmpty.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "data/split.h"
#include "data/table.h"
#include "learn/train.h"
#include "wire/run_bundle.h"
#include "wire/training.h"

namespace shohin {

enum class DataForm : std::uint8_t { kCsv, kJson };

class Desk {
 public:
  // The table's summary as JSON, or the faults of contract or data.
  Result<Json> read_table(DataForm form, std::string_view data, std::string_view contract);
  // Splits the table and gives the plan of its training rows.
  Result<Bytes> plan(std::string_view request);
  // Merges the parts, measures, and keeps the outcome: {"report": ..., "file_bytes": n}.
  Result<Json> finish(std::span<const std::uint8_t> plan, std::span<const Bytes> parts);
  // The run bundle of the last outcome, packed.
  Result<Bytes> pack() const;

 private:
  std::optional<Table> table_;
  std::optional<Split> split_;
  TrainingRequest request_;
  std::optional<TrainingOutcome> outcome_;
};

// Reads a count, then each part's size and bytes. Fails with kTruncated.
Result<std::vector<Bytes>> read_parts(std::span<const std::uint8_t> framed);

}  // namespace shohin
