#include "drift/holm.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace shohin {

std::vector<double> holm_adjusted(const std::vector<double>& p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> out = p;
  double least = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    least = std::max(least, p[order[rank]] * static_cast<double>(order.size() - rank));
    out[order[rank]] = std::min(1.0, least);
  }
  return out;
}

}  // namespace shohin
