// Collects rows into the columns of a table, within the limits.
#pragma once

#include "data/table.h"

namespace shohin {

class TableBuilder {
 public:
  // `contract` is copied into the table.
  TableBuilder(const Contract& contract, bool is_labelled);

  // Makes room for so many rows, within the limits; a guess may be wrong. Leave columns out first.
  void reserve(std::uint64_t rows);
  // Leaves a column out: its value is missing in every row.
  void leave_out(std::uint32_t feature) { is_left_out_[feature] = true; }

  // Appends a row; false when that would go over Limits::kRows or kCells.
  bool add(std::span<const float> values, std::uint32_t label);
  // What add() refused.
  [[nodiscard]] Fault too_many_rows() const;

  // The table; kEmpty when there is no row.
  Result<Table> finish();

 private:
  Table table_;
  std::vector<bool> is_left_out_;  // [feature]
  bool is_labelled_;
  std::uint64_t rows_ = 0;
  std::uint64_t most_rows_;
};

}  // namespace shohin
