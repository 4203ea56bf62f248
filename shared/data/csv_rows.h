// CSV records against a contract: which column is which feature, and what each cell says.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "data/table.h"

namespace shohin {

// Looks names up in the time that a sorted list takes. The names must outlive it.
class NameIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  void add(std::string_view name, std::uint32_t index) { entries_.emplace_back(name, index); }
  void sort();
  [[nodiscard]] std::uint32_t find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::uint32_t>> entries_;
};

class CsvRows {
 public:
  // Matches a header. The contract must outlive the object. Fails with kWrongSeparator, kUnknownField,
  // kDuplicateField and kMissing: a required feature, or the target when labels are required.
  static Result<CsvRows> match(std::span<const std::string_view> header, const Contract& contract,
                               Labels labels);

  [[nodiscard]] bool is_labelled() const { return is_labelled_; }
  // Whether the header has that feature; what it has not is missing in every row.
  [[nodiscard]] bool has_feature(std::uint32_t feature) const { return has_feature_[feature]; }

  // Reads one record into `values` (one for each feature, in the contract's order) and `label` (left alone
  // without a label column). Notes the faults of every cell with its row and column; says whether there were
  // none.
  bool read(std::span<const std::string_view> cells, std::uint64_t row, std::span<float> values,
            std::uint32_t& label, Faults& faults) const;

 private:
  static constexpr std::uint32_t kLabel = 0xFFFFFFFEU;

  explicit CsvRows(const Contract& contract);
  void place_columns(std::span<const std::string_view> header, Faults& faults);
  [[nodiscard]] float read_feature(std::uint32_t feature, std::string_view cell, Faults& faults) const;
  [[nodiscard]] std::uint32_t read_label(std::string_view cell, Faults& faults) const;

  const Contract* contract_;
  std::vector<std::uint32_t> places_;  // [column] a feature's index, or kLabel
  std::vector<bool> has_feature_;      // [feature]
  std::vector<NameIndex> categories_;  // [feature] empty but for categorical features
  NameIndex classes_;
  bool is_labelled_ = false;
};

}  // namespace shohin
