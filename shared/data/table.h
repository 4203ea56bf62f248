// A data set in memory: float32 columns in contract order, and labels.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"

namespace shohin {

struct Table {
  Contract contract;
  std::vector<std::vector<float>>
      columns;                        // [feature][row]; a category is its index, missing is NaN, -0 is 0
  std::vector<std::uint32_t> labels;  // [row], class indices; empty when the data came without labels
  std::vector<float> weights{};  // [row], how much a row counts in training; empty when all count the same

  [[nodiscard]] std::uint32_t row_count() const;
  [[nodiscard]] bool is_labelled() const { return !labels.empty(); }
  // Copies one row in the contract's order; `row` holds one value per feature.
  void copy_row(std::uint32_t index, std::span<float> row) const;
};

enum class Labels : std::uint8_t { kRequired, kOptional };

// kTooLarge for a file that is not worth opening: ask with its size before reading it.
Result<void> check_data_size(std::uint64_t bytes);

// Reads RFC 4180 CSV (LF or CRLF, an optional byte order mark) whose header has the features' names and the
// target's, in any order. Fails with the faults of every cell, by row and column: kMissing, kUnknownField and
// kDuplicateField (header), kRaggedRow, kNotANumber, kNotFinite, kNotAnInteger, kOutOfRange,
// kUnknownCategory, kUnknownClass, kWrongSeparator, kEmpty, kTooLarge, kBadUtf8, kBadSyntax (quotes).
Result<Table> read_csv(std::string_view text, const Contract& contract, Labels labels = Labels::kRequired);

// The same from pieces of any size, as CsvReader takes them; how many bytes come is the caller's business.
Result<Table> read_csv(const std::function<std::string_view()>& more, const Contract& contract,
                       Labels labels = Labels::kRequired);

// Reads an array of objects with the same names; the same faults, `row` counting from 1.
Result<Table> read_json_rows(std::string_view text, const Contract& contract,
                             Labels labels = Labels::kRequired);

// The rows of that table in the given order; an index may come several times.
Table take_rows(const Table& table, std::span<const std::uint32_t> rows);

// The data digest, as 64 hex digits: SHA-256 over row count, float32 little-endian columns, labels as uint32
// and the canonical contract, and over the weights where there are any. Independent of the text that the
// values came from.
std::string data_digest(const Table& table);

}  // namespace shohin
