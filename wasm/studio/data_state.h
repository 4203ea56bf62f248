// What the Data view shows: the table that a worker has read, in summary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "fault/fault.h"

namespace shohin {

// One column of the table; the contract's feature of the same index says what it means.
struct ColumnSummary {
  std::uint64_t missing = 0;
  double low = 0, high = 0, mean = 0;  // of what is there; all 0 when nothing is
  std::vector<std::uint32_t> counts;   // equal bins from low to high, or one for each category
};

struct Dataset {
  std::string name;    // the file's name
  std::string digest;  // 64 hex digits
  std::uint64_t rows = 0;
  Contract contract;
  std::vector<ColumnSummary> columns;             // [feature]
  std::vector<std::uint32_t> class_counts;        // [class]
  std::vector<std::vector<std::string>> preview;  // the first rows; the class's name last
};

struct DataState {
  std::size_t contract_choice = 0;  // index into the choices that the view offers
  std::string contract_file;        // the name of a contract file that was picked; empty for none
  bool reading = false;
  std::string reading_name;
  std::optional<Dataset> dataset;
  std::string refused_name;  // the file that the faults belong to; empty when there is nothing to say
  Faults faults;
  std::uint64_t fault_count = 0;  // all of them; the list ends after a hundred
};

}  // namespace shohin
