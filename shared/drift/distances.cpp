#include "drift/distances.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "numeric/gamma.h"

namespace shohin {
namespace {

double sum_of(Counts counts) {
  return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
}

std::vector<double> shares_of(Counts counts) {
  const double all = sum_of(counts);
  std::vector<double> shares;
  for (const std::uint64_t count : counts) shares.push_back(static_cast<double>(count) / all);
  return shares;
}

// x ln(x / y), 0 for x = 0.
double relative_entropy(double x, double y) { return x > 0 ? x * std::log(x / y) : 0; }

}  // namespace

double population_stability(Counts reference, Counts data) {
  constexpr double kLeastShare = 1e-4;
  const std::vector<double> r = shares_of(reference), d = shares_of(data);
  double sum = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double from = std::max(r[i], kLeastShare), to = std::max(d[i], kLeastShare);
    sum += (to - from) * std::log(to / from);
  }
  return sum;
}

double jensen_shannon(Counts reference, Counts data) {
  const std::vector<double> r = shares_of(reference), d = shares_of(data);
  double sum = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double middle = (r[i] + d[i]) / 2;
    sum += relative_entropy(r[i], middle) + relative_entropy(d[i], middle);
  }
  return std::sqrt(std::max(0.0, sum / 2));
}

double hellinger(Counts reference, Counts data) {
  const std::vector<double> r = shares_of(reference), d = shares_of(data);
  double sum = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double difference = std::sqrt(r[i]) - std::sqrt(d[i]);
    sum += difference * difference;
  }
  return std::sqrt(sum / 2);
}

double largest_difference(Counts reference, Counts data) {
  const std::vector<double> r = shares_of(reference), d = shares_of(data);
  double largest = 0;
  for (std::size_t i = 0; i < r.size(); ++i) largest = std::max(largest, std::abs(r[i] - d[i]));
  return largest;
}

ChiSquared two_sample_chi_squared(Counts reference, Counts data) {
  const double r = sum_of(reference), d = sum_of(data), all = r + d;
  ChiSquared out;
  std::uint32_t cells = 0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const auto both = static_cast<double>(reference[i] + data[i]);
    if (both == 0) continue;
    ++cells;
    const double expected_r = both * r / all, expected_d = both * d / all;
    out.statistic += std::pow(static_cast<double>(reference[i]) - expected_r, 2) / expected_r +
                     std::pow(static_cast<double>(data[i]) - expected_d, 2) / expected_d;
  }
  if (cells < 2) return {};
  out.degrees = cells - 1;
  out.p = chi_squared_at_least(out.statistic, out.degrees);
  out.cramers_v = std::sqrt(out.statistic / all);
  return out;
}

}  // namespace shohin
