// Enumerators that a table keeps as numbers.
#pragma once

#include "store/database.h"
#include "store/records.h"

namespace shohin {

template <class Enum>
struct EnumRange {
  Enum first, last;
  Enum otherwise;  // for a number that is none of them: a newer program or another hand wrote the row
};

template <class Enum>
Enum read_enum(const Statement& row, int column, const EnumRange<Enum>& range) {
  const auto number = row.integer(column);
  const bool is_known =
      number >= static_cast<std::int64_t>(range.first) && number <= static_cast<std::int64_t>(range.last);
  return is_known ? static_cast<Enum>(number) : range.otherwise;
}

inline constexpr EnumRange<RunStatus> kRunStatusRange{RunStatus::kRunning, RunStatus::kKilled,
                                                      RunStatus::kRunning};

}  // namespace shohin
