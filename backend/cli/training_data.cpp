#include "cli/training_data.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "cli/data_file.h"
#include "cli/input_file.h"

namespace shohin {
namespace {

// The contract with the column of weights as one more feature.
Contract with_weights(const Contract& contract, const std::string& name, bool required) {
  Contract more = contract;
  more.features.push_back(
      {.name = name, .min = 0, .max = std::numeric_limits<float>::max(), .required = required});
  return more;
}

// Reads a file whose last feature is the weights and makes them weights; a row without one counts once.
Outcome<Table> read_weighted(const std::string& path, const Contract& contract, const std::string& name,
                             bool required) {
  auto table = read_data_file(path, with_weights(contract, name, required), Labels::kRequired);
  if (!table) return tl::unexpected<Error>(std::move(table).error());
  table->weights = std::move(table->columns.back());
  table->columns.pop_back();
  table->contract = contract;
  for (float& weight : table->weights)
    if (std::isnan(weight)) weight = 1;
  return std::move(*table);
}

Outcome<Table> read_rows(const std::string& path, const Contract& contract, const TrainingFiles& files) {
  if (files.weights.empty()) return read_data_file(path, contract, Labels::kRequired);
  const auto same = [&](const Feature& feature) { return feature.name == files.weights; };
  if (files.weights == contract.target ||
      std::any_of(contract.features.begin(), contract.features.end(), same))
    return found_bad(files.contract, Fault{.code = FaultCode::kDuplicateField, .field = files.weights});
  return read_weighted(path, contract, files.weights, path == files.data);
}

void append_rows(Table& table, const Table& more) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    table.columns[i].insert(table.columns[i].end(), more.columns[i].begin(), more.columns[i].end());
  table.labels.insert(table.labels.end(), more.labels.begin(), more.labels.end());
  table.weights.insert(table.weights.end(), more.weights.begin(), more.weights.end());
}

Split split_at(std::uint32_t first_test, std::uint32_t rows) {
  Split split;
  split.train.resize(first_test);
  split.test.resize(rows - first_test);
  std::iota(split.train.begin(), split.train.end(), 0U);
  std::iota(split.test.begin(), split.test.end(), first_test);
  return split;
}

tl::unexpected<Error> no_rows(const std::string& path) {
  return found_bad(path,
                   Fault{.code = FaultCode::kTooFewRows, .field = "rows", .value = "0", .expected = "1"});
}

// Puts the rows of files.test after those of the table.
Outcome<void> append_file(Table& table, const TrainingFiles& files, const Contract& contract) {
  const auto test = read_rows(files.test, contract, files);
  if (!test) return tl::unexpected<Error>(test.error());
  if (test->row_count() == 0) return no_rows(files.test);
  append_rows(table, *test);
  return {};
}

}  // namespace

Outcome<Table> read_training_rows(const TrainingFiles& files, const Contract& contract) {
  auto table = read_rows(files.data, contract, files);
  if (table && table->row_count() == 0) return no_rows(files.data);
  return table;
}

Outcome<Table> read_all_rows(const TrainingFiles& files, const Contract& contract) {
  auto table = read_training_rows(files, contract);
  if (!table || files.test.empty()) return table;
  if (auto more = append_file(*table, files, contract); !more) return tl::unexpected<Error>(more.error());
  return table;
}

Outcome<TrainingData> read_training_data(const TrainingFiles& files, const TrainingRequest& request) {
  const auto contract = read_contract_file(files.contract);
  if (!contract) return tl::unexpected<Error>(contract.error());
  auto table = read_training_rows(files, *contract);
  if (!table) return tl::unexpected<Error>(std::move(table).error());
  if (files.test.empty()) {
    auto split = split_rows(table->labels, {.test_share = request.test_share, .seed = request.seed});
    if (!split) return found_bad(files.data, split.error());
    return TrainingData{std::move(*table), std::move(*split)};
  }
  const std::uint32_t first_test = table->row_count();
  if (auto more = append_file(*table, files, *contract); !more) return tl::unexpected<Error>(more.error());
  const std::uint32_t rows = table->row_count();
  return TrainingData{std::move(*table), split_at(first_test, rows)};
}

}  // namespace shohin
