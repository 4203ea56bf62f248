// The bins that a feature's values are counted in: the whole of a fixed-size sketch, but for the counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shohin {

// For numbers, `edges` strictly ascending: bin i holds edges[i-1] <= value < edges[i], the first everything
// below edges[0], the last everything from edges.back() on. Without edges: one bin for all numbers, or, where
// `categories` is not 0, one for each category. What is missing is in no bin.
struct Bins {
  std::vector<float> edges{};
  std::uint32_t categories = 0;

  [[nodiscard]] std::size_t count() const { return categories > 0 ? categories : edges.size() + 1; }
  // value is no NaN; a category is its index, below `categories`.
  [[nodiscard]] std::size_t bin_of(float value) const;
};

// A bin for each distinct value where `bins` of them suffice. Otherwise the edges are quantiles: those that
// make that many bins of equal share, and, since tails are long, those of 0.1 %, 0.5 % and 1 % from either
// end: up to six bins more. Quantiles are as numpy.quantile interpolates them, rounded to a float32 that
// parts the same values. `sorted`: ascending, no NaN, at least one.
std::vector<float> quantile_edges(std::span<const float> sorted, std::uint32_t bins);

// For each of the nine deciles the place of the first edge that is not below it; without repeats, and without
// those that no edge reaches.
std::vector<std::uint32_t> decile_edges(std::span<const float> sorted, const std::vector<float>& edges);

// numpy.quantile's default: linear between the two nearest values. 0 <= share <= 1.
double quantile_of(std::span<const float> sorted, double share);

}  // namespace shohin
