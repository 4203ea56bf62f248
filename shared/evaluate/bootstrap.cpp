#include "evaluate/bootstrap.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "data/random.h"
#include "evaluate/metrics.h"
#include "model/predict.h"

namespace shohin {
namespace {

// What a row adds to the measures.
struct RowScore {
  std::uint32_t truth = 0, guess = 0;
  double loss = 0, brier = 0;
};

struct Draw {
  double Metrics::*from;
  Interval MetricIntervals::*to;
  std::vector<double> values{};
};

std::vector<RowScore> score_rows(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                                 std::uint32_t class_count) {
  std::vector<RowScore> rows(labels.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto answer = probabilities.subspan(row * class_count, class_count);
    rows[row] = {labels[row], best_class(answer), row_log_loss(answer, labels[row]),
                 row_brier(answer, labels[row])};
  }
  return rows;
}

Metrics measure_resample(const std::vector<RowScore>& rows, std::uint32_t class_count, Random& random) {
  Metrics metrics;
  metrics.confusion_matrix.assign(class_count, std::vector<std::uint32_t>(class_count, 0));
  const auto count = static_cast<std::uint32_t>(rows.size());
  double loss = 0, brier = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const RowScore& row = rows[random.below(count)];
    ++metrics.confusion_matrix[row.truth][row.guess];
    loss += row.loss;
    brier += row.brier;
  }
  metrics.log_loss = loss / count;
  metrics.brier = brier_of(brier / count, class_count);
  add_counted(metrics);
  return metrics;
}

double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(below);
  return below + 1 < sorted.size() ? sorted[below] + part * (sorted[below + 1] - sorted[below])
                                   : sorted.back();
}

}  // namespace

MetricIntervals bootstrap_intervals(std::span<const float> probabilities,
                                    std::span<const std::uint32_t> labels, std::uint32_t class_count,
                                    const BootstrapOptions& options,
                                    const std::function<void(std::uint32_t done)>& progress) {
  assert(!labels.empty() && options.resamples > 0);
  std::array<Draw, 7> draws{{{.from = &Metrics::accuracy, .to = &MetricIntervals::accuracy},
                             {.from = &Metrics::balanced_accuracy, .to = &MetricIntervals::balanced_accuracy},
                             {.from = &Metrics::f1, .to = &MetricIntervals::f1},
                             {.from = &Metrics::f1_macro, .to = &MetricIntervals::f1_macro},
                             {.from = &Metrics::matthews, .to = &MetricIntervals::matthews},
                             {.from = &Metrics::log_loss, .to = &MetricIntervals::log_loss},
                             {.from = &Metrics::brier, .to = &MetricIntervals::brier}}};
  const auto rows = score_rows(probabilities, labels, class_count);
  Random random(options.seed);
  for (std::uint32_t i = 0; i < options.resamples; ++i) {
    const Metrics metrics = measure_resample(rows, class_count, random);
    for (Draw& draw : draws) draw.values.push_back(metrics.*draw.from);
    if (progress) progress(i + 1);
  }
  MetricIntervals out;
  const double outside = (1 - options.confidence) / 2;
  for (Draw& draw : draws) {
    std::sort(draw.values.begin(), draw.values.end());
    out.*draw.to = {quantile(draw.values, outside), quantile(draw.values, 1 - outside)};
  }
  return out;
}

}  // namespace shohin
