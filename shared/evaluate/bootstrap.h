// How far a measure would move if other rows had been drawn.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace shohin {

struct Interval {
  double low = 0, high = 0;
};

struct MetricIntervals {
  Interval accuracy, balanced_accuracy, f1, f1_macro, matthews, log_loss, brier;
};

struct BootstrapOptions {
  double confidence = 0.95;  // strictly between 0 and 1
  std::uint32_t resamples = 1000;
  std::uint64_t seed = 42;
};

// The percentile intervals of Efron (1979): rows are drawn with replacement, as many as there are, and the
// measures taken again; the ends are quantiles of those, interpolated linearly. probabilities: [rows x
// classes]; labels: [rows], at least one. The same seed gives the same intervals. `progress` is told how many
// resamples are done.
MetricIntervals bootstrap_intervals(std::span<const float> probabilities,
                                    std::span<const std::uint32_t> labels, std::uint32_t class_count,
                                    const BootstrapOptions& options,
                                    const std::function<void(std::uint32_t done)>& progress = {});

}  // namespace shohin
