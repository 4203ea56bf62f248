#include "drift/bins.h"

#include <algorithm>

namespace shohin {
namespace {

// A float32 edge at the quantile: above the value below it, not above the value at or above it.
float edge_at(std::span<const float> sorted, double share) {
  const double quantile = quantile_of(sorted, share);
  const auto next = std::lower_bound(sorted.begin(), sorted.end(), quantile, [](float value, double edge) {
    return static_cast<double>(value) < edge;
  });
  if (next == sorted.begin() || next == sorted.end()) return static_cast<float>(quantile);
  const auto rounded = static_cast<float>(quantile);
  return rounded > *(next - 1) && rounded <= *next ? rounded : *next;
}

}  // namespace

std::size_t Bins::bin_of(float value) const {
  if (categories > 0) return static_cast<std::size_t>(value);
  return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), value) - edges.begin());
}

double quantile_of(std::span<const float> sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double low = sorted[below], high = sorted[below + 1], part = place - static_cast<double>(below);
  // As numpy does it, from the nearer end.
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

std::vector<float> quantile_edges(std::span<const float> sorted, std::uint32_t bins) {
  std::vector<float> edges;
  for (std::size_t i = 1; i < sorted.size() && edges.size() < bins; ++i)
    if (sorted[i] != sorted[i - 1]) edges.push_back(sorted[i]);
  if (edges.size() < bins) return edges;
  std::vector<double> shares = {0.001, 0.005, 0.01, 0.99, 0.995, 0.999};
  for (std::uint32_t i = 1; i < bins; ++i) shares.push_back(static_cast<double>(i) / bins);
  std::sort(shares.begin(), shares.end());
  edges.clear();
  for (const double share : shares) {
    const float edge = edge_at(sorted, share);
    if (edge > sorted.front() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
  }
  return edges;
}

std::vector<std::uint32_t> decile_edges(std::span<const float> sorted, const std::vector<float>& edges) {
  std::vector<std::uint32_t> places;
  for (int tenth = 1; tenth < 10; ++tenth) {
    const float decile = edge_at(sorted, tenth / 10.0);
    const auto place =
        static_cast<std::uint32_t>(std::lower_bound(edges.begin(), edges.end(), decile) - edges.begin());
    if (place < edges.size() && (places.empty() || place > places.back())) places.push_back(place);
  }
  return places;
}

}  // namespace shohin
