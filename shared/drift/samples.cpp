#include "drift/samples.h"

#include <algorithm>
#include <cmath>

#include "drift/bins.h"
#include "numeric/kolmogorov.h"

namespace shohin {
namespace {

// Walks through all values of both: at each, how many of either are at most that.
template <class Visit>
void walk(Sample a, Sample b, Visit visit) {
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const float value = j == b.size() || (i < a.size() && a[i] <= b[j]) ? a[i] : b[j];
    while (i < a.size() && a[i] == value) ++i;
    while (j < b.size() && b[j] == value) ++j;
    visit(static_cast<double>(value), static_cast<double>(i) / static_cast<double>(a.size()),
          static_cast<double>(j) / static_cast<double>(b.size()));
  }
}

// Counts of values in the bins between the inner edges: at least the lower, below the upper.
std::vector<std::uint64_t> count_between(Sample sample, const std::vector<double>& edges) {
  std::vector<std::uint64_t> counts(edges.size() + 1);
  for (const float value : sample) {
    const auto at = std::upper_bound(edges.begin(), edges.end(), static_cast<double>(value)) - edges.begin();
    ++counts[static_cast<std::size_t>(at)];
  }
  return counts;
}

}  // namespace

double kolmogorov_smirnov_distance(Sample reference, Sample data) {
  double distance = 0;
  walk(reference, data, [&](double, double r, double d) { distance = std::max(distance, std::abs(r - d)); });
  return distance;
}

double kolmogorov_smirnov_p(double distance, std::uint64_t reference, std::uint64_t data) {
  const auto r = static_cast<double>(reference), d = static_cast<double>(data);
  const double values = std::nearbyint(r * d / (r + d));
  return values < 1 ? 1 : kolmogorov_at_least(distance, static_cast<std::uint64_t>(values));
}

double wasserstein_distance(Sample reference, Sample data) {
  double area = 0, last = 0, height = 0;
  walk(reference, data, [&](double value, double r, double d) {
    area += height * (value - last);
    last = value;
    height = std::abs(r - d);
  });
  return area;
}

double standard_deviation(Sample sample) {
  double mean = 0, squares = 0;
  const auto count = static_cast<double>(sample.size());
  for (const float value : sample) mean += static_cast<double>(value) / count;
  for (const float value : sample) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / count);
}

BinnedPair bin_by_deciles(Sample reference, Sample data) {
  std::vector<double> edges;
  for (int tenth = 1; tenth < 10; ++tenth) {
    const double edge = quantile_of(reference, tenth / 10.0);
    if (edges.empty() || edge > edges.back()) edges.push_back(edge);
  }
  return {.reference = count_between(reference, edges), .data = count_between(data, edges)};
}

BinnedPair bin_by_sturges(Sample reference, Sample data) {
  const double low = std::min(reference.front(), data.front()),
               high = std::max(reference.back(), data.back());
  const auto rows = static_cast<double>(reference.size() + data.size());
  const double width = (high - low) / (std::log2(rows) + 1);
  const auto bins = width > 0 ? static_cast<int>(std::ceil((high - low) / width)) : 1;
  std::vector<double> edges;
  const double step = (high - low) / bins;
  for (int i = 1; i < bins; ++i) edges.push_back(low + i * step);
  return {.reference = count_between(reference, edges), .data = count_between(data, edges)};
}

}  // namespace shohin
