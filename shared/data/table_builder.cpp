#include "data/table_builder.h"

#include <algorithm>
#include <limits>

#include "contract/limits.h"

namespace shohin {

TableBuilder::TableBuilder(const Contract& contract, bool is_labelled)
    : is_left_out_(contract.features.size(), false),
      is_labelled_(is_labelled),
      most_rows_(
          std::min(Limits::kRows, Limits::kCells / std::max<std::size_t>(contract.features.size(), 1))) {
  table_.contract = contract;
  table_.columns.resize(contract.features.size());
}

void TableBuilder::reserve(std::uint64_t rows) {
  const auto count = static_cast<std::size_t>(std::min(rows, most_rows_));
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (!is_left_out_[i]) table_.columns[i].reserve(count);
  }
  if (is_labelled_) table_.labels.reserve(count);
}

bool TableBuilder::add(std::span<const float> values, std::uint32_t label) {
  if (rows_ == most_rows_) return false;
  ++rows_;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_left_out_[i]) table_.columns[i].push_back(values[i]);
  }
  if (is_labelled_) table_.labels.push_back(label);
  return true;
}

Fault TableBuilder::too_many_rows() const {
  return {.code = FaultCode::kTooLarge,
          .field = "rows",
          .value = std::to_string(rows_ + 1),
          .expected = std::to_string(most_rows_)};
}

Result<Table> TableBuilder::finish() {
  if (rows_ == 0) return fail({.code = FaultCode::kEmpty, .field = "rows"});
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (!is_left_out_[i]) continue;
    table_.columns[i].assign(static_cast<std::size_t>(rows_), std::numeric_limits<float>::quiet_NaN());
  }
  return std::move(table_);
}

}  // namespace shohin
