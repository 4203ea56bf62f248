#include "drift/sketch.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace shohin {
namespace {

// The share of values below each edge, with 0 before the first and 1 behind the last: [bin + 1].
std::vector<double> shares_below(const Sketch& sketch) {
  const auto all = static_cast<double>(sketch.present());
  std::vector<double> shares{0};
  std::uint64_t sum = 0;
  for (const std::uint64_t count : sketch.counts) shares.push_back(static_cast<double>(sum += count) / all);
  return shares;
}

// Where a bin's values lie: its edges, drawn in to the least and the most value.
struct Span {
  double low, high;
};

Span span_of(const Sketch& sketch, std::size_t bin) {
  const auto& edges = sketch.bins.edges;
  const double least = sketch.least, most = sketch.most;
  const double low = bin == 0 ? least : std::clamp<double>(edges[bin - 1], least, most);
  const double high = bin == edges.size() ? most : std::clamp<double>(edges[bin], least, most);
  return {low, high};
}

// A distribution function made of straight lines.
struct Line {
  std::vector<double> x, y;

  [[nodiscard]] double at(double place) const {
    const auto next = std::upper_bound(x.begin(), x.end(), place) - x.begin();
    if (next == 0) return 0;
    const auto i = static_cast<std::size_t>(next);
    if (i == x.size()) return 1;
    return y[i - 1] + (y[i] - y[i - 1]) * (place - x[i - 1]) / (x[i] - x[i - 1]);
  }
  // The limit from below: where it jumps, that is another value.
  [[nodiscard]] double before(double place) const {
    const auto next = std::lower_bound(x.begin(), x.end(), place) - x.begin();
    if (next == 0) return 0;
    const auto i = static_cast<std::size_t>(next);
    if (i == x.size()) return 1;
    return y[i - 1] + (y[i] - y[i - 1]) * (place - x[i - 1]) / (x[i] - x[i - 1]);
  }
};

Line line_of(const Sketch& sketch) {
  const std::vector<double> below = shares_below(sketch);
  Line line;
  for (std::size_t bin = 0; bin < sketch.counts.size(); ++bin) {
    if (sketch.counts[bin] == 0) continue;
    const Span span = span_of(sketch, bin);
    line.x.insert(line.x.end(), {span.low, span.high});
    line.y.insert(line.y.end(), {below[bin], below[bin + 1]});
  }
  return line;
}

// The area between two lines over low..high, where neither has a corner inside.
double area_between(double left, double right, double width) {
  if ((left >= 0) == (right >= 0)) return std::abs(left + right) / 2 * width;
  return (left * left + right * right) / (2 * (std::abs(left) + std::abs(right))) * width;
}

double slack(const Sketch& reference, const Sketch& data) {
  const std::vector<double> r = shares_below(reference), d = shares_below(data);
  const double low = std::min(reference.least, data.least), high = std::max(reference.most, data.most);
  const auto& edges = reference.bins.edges;
  double sum = 0;
  for (std::size_t bin = 0; bin + 1 < r.size(); ++bin) {
    const double from = bin == 0 ? low : std::clamp<double>(edges[bin - 1], low, high);
    const double to = bin == edges.size() ? high : std::clamp<double>(edges[bin], low, high);
    sum += (to - from) * (r[bin + 1] - r[bin] + d[bin + 1] - d[bin]) / 2;
  }
  return sum;
}

}  // namespace

void Sketch::add(float value) {
  if (std::isnan(value)) {
    ++missing;
    return;
  }
  ++counts[bins.bin_of(value)];
  least = std::min(least, value);
  most = std::max(most, value);
}

void Sketch::merge(const Sketch& other) {
  assert(counts.size() == other.counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
  missing += other.missing;
  least = std::min(least, other.least);
  most = std::max(most, other.most);
}

std::uint64_t Sketch::present() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

Bounded kolmogorov_smirnov_distance(const Sketch& reference, const Sketch& data) {
  if (reference.present() == 0 || data.present() == 0) return {};
  const std::vector<double> r = shares_below(reference), d = shares_below(data);
  double distance = 0, within = 0;
  for (std::size_t i = 1; i < r.size(); ++i) {
    distance = std::max(distance, std::abs(r[i] - d[i]));
    within = std::max(within, std::min(r[i] - r[i - 1], d[i] - d[i - 1]));
  }
  return {.value = distance, .at_least = distance, .at_most = std::min(1.0, distance + within)};
}

Bounded wasserstein_distance(const Sketch& reference, const Sketch& data) {
  if (reference.present() == 0 || data.present() == 0) return {};
  const Line r = line_of(reference), d = line_of(data);
  std::vector<double> corners = r.x;
  corners.insert(corners.end(), d.x.begin(), d.x.end());
  std::sort(corners.begin(), corners.end());
  double sum = 0;
  for (std::size_t i = 1; i < corners.size(); ++i) {
    const double from = corners[i - 1], to = corners[i];
    if (from == to) continue;
    sum += area_between(r.at(from) - d.at(from), r.before(to) - d.before(to), to - from);
  }
  const double off = slack(reference, data);
  return {.value = sum, .at_least = std::max(0.0, sum - off), .at_most = sum + off};
}

}  // namespace shohin
