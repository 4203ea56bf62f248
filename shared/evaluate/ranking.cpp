#include "evaluate/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace shohin {
namespace {

double rate(std::uint32_t part, std::uint32_t whole) {
  return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                    : static_cast<double>(part) / static_cast<double>(whole);
}

// Where neither count bends, the point lies on the line between its neighbours.
bool bends(const std::vector<std::uint32_t>& counts, std::size_t at) {
  return counts[at + 1] - counts[at] != counts[at] - counts[at - 1];
}

}  // namespace

Ranking rank_rows(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                  std::uint32_t class_count, std::uint32_t of) {
  std::vector<std::pair<float, bool>> rows(labels.size());
  for (std::size_t row = 0; row < labels.size(); ++row)
    rows[row] = {-probabilities[row * class_count + of], labels[row] == of};
  std::sort(rows.begin(), rows.end());
  Ranking out;
  std::uint32_t hits = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    hits += rows[i].second ? 1U : 0U;
    if (i + 1 < rows.size() && rows[i + 1].first == rows[i].first) continue;
    out.thresholds.push_back(-rows[i].first);
    out.hits.push_back(hits);
    out.false_alarms.push_back(static_cast<std::uint32_t>(i + 1) - hits);
  }
  return out;
}

double roc_auc_of(const Ranking& ranking) {
  std::uint64_t twice = 0, hits = 0, false_alarms = 0;
  for (std::size_t i = 0; i < ranking.hits.size(); ++i) {
    twice += (ranking.false_alarms[i] - false_alarms) * (ranking.hits[i] + hits);
    hits = ranking.hits[i];
    false_alarms = ranking.false_alarms[i];
  }
  const double whole = 2.0 * static_cast<double>(hits) * static_cast<double>(false_alarms);
  return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(twice) / whole;
}

double average_precision_of(const Ranking& ranking) {
  if (ranking.hits.empty() || ranking.hits.back() == 0) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < ranking.hits.size(); ++i) {
    const std::uint32_t hits = ranking.hits[i];
    sum += rate(hits, hits + ranking.false_alarms[i]) * (hits - before);
    before = hits;
  }
  return sum / ranking.hits.back();
}

Curve roc_curve(const Ranking& ranking) {
  Curve curve{.x = {0}, .y = {0}, .thresholds = {std::numeric_limits<double>::infinity()}};
  const std::size_t last = ranking.hits.size();
  for (std::size_t i = 0; i < last; ++i) {
    const bool inner = i > 0 && i + 1 < last;
    if (inner && !bends(ranking.hits, i) && !bends(ranking.false_alarms, i)) continue;
    curve.x.push_back(rate(ranking.false_alarms[i], ranking.false_alarms.back()));
    curve.y.push_back(rate(ranking.hits[i], ranking.hits.back()));
    curve.thresholds.push_back(ranking.thresholds[i]);
  }
  return curve;
}

Curve precision_recall_curve(const Ranking& ranking) {
  Curve curve;
  for (std::size_t i = ranking.hits.size(); i-- > 0;) {
    const std::uint32_t hits = ranking.hits[i];
    curve.x.push_back(ranking.hits.back() == 0 ? 1 : rate(hits, ranking.hits.back()));
    curve.y.push_back(rate(hits, hits + ranking.false_alarms[i]));
    curve.thresholds.push_back(ranking.thresholds[i]);
  }
  curve.x.push_back(0);
  curve.y.push_back(1);
  return curve;
}

double area_below(const Curve& curve) {
  double area = 0;
  for (std::size_t i = 1; i < curve.x.size(); ++i)
    area += (curve.x[i] - curve.x[i - 1]) * (curve.y[i] + curve.y[i - 1]) / 2;
  return std::abs(area);
}

}  // namespace shohin
