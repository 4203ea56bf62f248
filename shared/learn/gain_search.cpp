#include "learn/gain_search.h"

namespace shohin {
namespace {

struct Search {
  std::span<const GradientSum> cells;  // of the values; what is missing stands beside
  GradientSum missing, node;
  const GainLimits& limits;
  GainSplit& best;

  void offer(const NodeSplit& split, GradientSum true_sum) const {
    const GradientSum false_sum = node - true_sum;
    if (second_of(true_sum) < limits.least_second || second_of(false_sum) < limits.least_second) return;
    const double score = gain_of(true_sum, limits.lambda) + gain_of(false_sum, limits.lambda);
    if (!(score > best.split.score)) return;
    best = {.split = split, .true_sum = true_sum};
    best.split.score = score;
  }

  // Every cut between two bins that rows of the node have; a cut is offered when the next such bin is known.
  void scan_numbers(NodeSplit split) const {
    GradientSum true_sum = split.missing_is_true ? missing : 0;
    bool started = false;
    for (std::uint32_t bin = 0; bin < cells.size(); ++bin) {
      if (cells[bin] == 0) continue;
      if (started) {
        split.next_bin = static_cast<std::uint8_t>(bin);
        offer(split, true_sum);
      }
      true_sum += cells[bin];
      split.bin = static_cast<std::uint8_t>(bin);
      started = true;
    }
    if (!started || missing == 0 || split.missing_is_true) return;
    split.next_bin = kMissingBin;
    offer(split, true_sum);
  }

  void scan_categories(NodeSplit split) const {
    for (std::uint32_t bin = 0; bin < cells.size(); ++bin) {
      if (cells[bin] == 0) continue;
      split.bin = static_cast<std::uint8_t>(bin);
      offer(split, cells[bin] + (split.missing_is_true ? missing : 0));
    }
    if (!split.missing_is_true) return;
    split.only_missing = true;
    offer(split, missing);
  }
};

}  // namespace

void improve_gain(std::uint32_t feature, const PackedBins& bins, bool categorical,
                  std::span<const GradientSum> cells, GradientSum node, const GainLimits& limits,
                  GainSplit& best) {
  const GradientSum missing = bins.has_missing(feature) ? cells.back() : 0;
  const Search search{cells.first(bins.value_bins(feature)), missing, node, limits, best};
  NodeSplit split{.feature = feature, .saw_missing = missing != 0};
  for (const bool missing_is_true : {false, true}) {
    if (missing_is_true && missing == 0) return;
    split.missing_is_true = missing_is_true;
    if (categorical)
      search.scan_categories(split);
    else
      search.scan_numbers(split);
  }
}

}  // namespace shohin
