#include "data/split.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "data/random.h"
#include "text/number.h"

namespace shohin {
namespace {

using Rows = std::vector<std::uint32_t>;

std::vector<Rows> rows_by_class(std::span<const std::uint32_t> labels) {
  std::vector<Rows> classes;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (labels[row] >= classes.size()) classes.resize(labels[row] + std::size_t{1});
    classes[labels[row]].push_back(static_cast<std::uint32_t>(row));
  }
  return classes;
}

// How many rows of each class go to the test part: the whole part of its share, then one more for the classes
// with the largest remainders (the first among equals) until the total is right. A class keeps one row at
// least for training.
std::vector<std::size_t> test_counts(const std::vector<Rows>& classes, std::size_t total, double share) {
  std::vector<std::size_t> counts(classes.size());
  std::vector<std::pair<double, std::size_t>> order;  // the negative remainder, the class
  auto left = static_cast<std::ptrdiff_t>(std::floor(static_cast<double>(total) * share + 0.5));
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const double ideal = static_cast<double>(classes[i].size()) * share;
    counts[i] = std::min(static_cast<std::size_t>(ideal), std::max<std::size_t>(classes[i].size(), 1) - 1);
    left -= static_cast<std::ptrdiff_t>(counts[i]);
    order.emplace_back(std::floor(ideal) - ideal, i);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [remainder, i] : order) {
    if (left <= 0) break;
    if (remainder == 0 || counts[i] + 1 >= classes[i].size()) continue;
    ++counts[i];
    --left;
  }
  return counts;
}

tl::unexpected<Faults> too_few_rows(std::size_t rows, std::size_t classes, double share) {
  const double least = std::max(std::ceil(1 / std::min(share, 1 - share)), static_cast<double>(classes + 1));
  return fail({.code = FaultCode::kTooFewRows,
               .field = "rows",
               .value = std::to_string(rows),
               .expected = print_number(least)});
}

}  // namespace

Result<Split> split_rows(std::span<const std::uint32_t> labels, const SplitOptions& options) {
  if (!(options.test_share > 0 && options.test_share < 1)) {
    return fail({.code = FaultCode::kOutOfRange,
                 .field = "test_share",
                 .value = print_number(options.test_share),
                 .expected = "0 to 1"});
  }
  std::vector<Rows> classes = rows_by_class(labels);
  const std::vector<std::size_t> counts = test_counts(classes, labels.size(), options.test_share);
  Split split;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    Random(options.seed, i).shuffle(classes[i]);
    const auto cut = classes[i].begin() + static_cast<std::ptrdiff_t>(counts[i]);
    split.test.insert(split.test.end(), classes[i].begin(), cut);
    split.train.insert(split.train.end(), cut, classes[i].end());
  }
  if (split.test.empty() || split.train.empty()) {
    return too_few_rows(labels.size(), classes.size(), options.test_share);
  }
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

}  // namespace shohin
