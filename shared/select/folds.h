// The parts of a cross-validation: k-fold, stratified and repeated.
#pragma once

#include <cstdint>
#include <vector>

#include "data/split.h"
#include "data/table.h"

namespace shohin {

struct FoldOptions {
  std::uint32_t folds = 5, repeats = 1;
  bool stratified = true;  // each fold has its share of every class; otherwise rows are dealt out blindly
  std::uint64_t seed = 42;
};

// Parts number repeat * folds + fold: what is held out is `test`. Every row is held out once a repeat; the
// sizes of the folds, and their counts of each class when stratified, differ by one at most (Kohavi 1995).
// The same options give the same parts on every target. Fails with kOutOfRange (folds or repeats) or
// kTooFewRows, which names the class with the fewest rows when it has fewer than there are folds.
Result<std::vector<Split>> make_folds(const Table& table, const FoldOptions& options);

}  // namespace shohin
