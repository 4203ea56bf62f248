#include "select/folds.h"

#include <algorithm>
#include <optional>
#include <string>

#include "data/random.h"

namespace shohin {
namespace {

constexpr std::uint32_t kMostFolds = 100, kMostRepeats = 100;

std::optional<Fault> range_fault(std::string field, std::uint32_t value, std::uint32_t least,
                                 std::uint32_t most) {
  if (value >= least && value <= most) return std::nullopt;
  return Fault{.code = FaultCode::kOutOfRange,
               .field = std::move(field),
               .value = std::to_string(value),
               .expected = std::to_string(least) + " to " + std::to_string(most)};
}

Fault too_few(std::string field, std::size_t rows, std::uint32_t folds) {
  return {.code = FaultCode::kTooFewRows,
          .field = std::move(field),
          .value = std::to_string(rows),
          .expected = std::to_string(folds)};
}

// Rows that are dealt out together: those of a class, or all.
std::vector<std::vector<std::uint32_t>> piles_of(const Table& table, bool stratified) {
  std::vector<std::vector<std::uint32_t>> piles(stratified ? table.contract.classes.size() : 1);
  for (std::uint32_t row = 0; row < table.labels.size(); ++row)
    piles[stratified ? table.labels[row] : 0].push_back(row);
  return piles;
}

// The smallest class that has rows must have one for each fold.
std::optional<Fault> class_fault(const Table& table, const std::vector<std::vector<std::uint32_t>>& piles,
                                 std::uint32_t folds) {
  std::size_t smallest = piles.size();
  for (std::size_t c = 0; c < piles.size(); ++c)
    if (!piles[c].empty() && (smallest == piles.size() || piles[c].size() < piles[smallest].size()))
      smallest = c;
  if (smallest == piles.size() || piles[smallest].size() >= folds) return std::nullopt;
  return too_few(table.contract.classes[smallest].name, piles[smallest].size(), folds);
}

Split split_off(const std::vector<std::uint32_t>& fold_of, std::uint32_t fold) {
  Split split;
  for (std::uint32_t row = 0; row < fold_of.size(); ++row)
    (fold_of[row] == fold ? split.test : split.train).push_back(row);
  return split;
}

}  // namespace

Result<std::vector<Split>> make_folds(const Table& table, const FoldOptions& options) {
  if (auto fault = range_fault("folds", options.folds, 2, kMostFolds)) return fail(*fault);
  if (auto fault = range_fault("repeats", options.repeats, 1, kMostRepeats)) return fail(*fault);
  if (table.labels.size() < options.folds) return fail(too_few("rows", table.labels.size(), options.folds));
  const auto piles = piles_of(table, options.stratified);
  if (options.stratified)
    if (auto fault = class_fault(table, piles, options.folds)) return fail(*fault);
  std::vector<Split> parts;
  for (std::uint32_t repeat = 0; repeat < options.repeats; ++repeat) {
    std::vector<std::uint32_t> fold_of(table.labels.size());
    std::uint32_t dealt = 0;  // goes on from class to class, so that the folds stay of one size
    for (std::size_t pile = 0; pile < piles.size(); ++pile) {
      std::vector<std::uint32_t> rows = piles[pile];
      Random(options.seed, repeat * piles.size() + pile).shuffle(rows);
      for (const std::uint32_t row : rows) fold_of[row] = dealt++ % options.folds;
    }
    for (std::uint32_t fold = 0; fold < options.folds; ++fold) parts.push_back(split_off(fold_of, fold));
  }
  return parts;
}

}  // namespace shohin
