// Counters, gauges and histograms in Prometheus' text format 0.0.4. Written here, because Debian has
// prometheus-cpp as shared libraries only (6 MB beside a server of 4) and the format is a hundred lines.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/sample_table.h"

namespace shohin {

// So many different label values has a family at most; the rest is counted as "other".
inline constexpr std::size_t kMostSamples = 1'000;

struct FamilyText {
  std::string name;
  std::string help;
  std::vector<std::string> label_names;
};

// A counter or a gauge. Threads may share one.
class ValueFamily {
 public:
  enum class Kind : std::uint8_t { kCounter, kGauge };
  ValueFamily(Kind kind, FamilyText text, std::size_t most = kMostSamples)
      : kind_(kind), text_(std::move(text)), samples_(most) {}

  void add(LabelViews labels, double amount = 1) { samples_.at(labels).fetch_add(amount, kRelaxed); }
  void set(LabelViews labels, double value) { samples_.at(labels).store(value, kRelaxed); }
  void set_all(double value);  // of every sample there is
  void write(std::string& out) const;

 private:
  static constexpr auto kRelaxed = std::memory_order_relaxed;

  Kind kind_;
  FamilyText text_;
  SampleTable<std::atomic<double>> samples_;
};

// Threads may share one.
class HistogramFamily {
 public:
  static constexpr std::size_t kMostBounds = 20;

  // bounds: the upper ends of the buckets, ascending, at most kMostBounds; the one to infinity is added.
  HistogramFamily(FamilyText text, std::vector<double> bounds, std::size_t most = kMostSamples);

  void observe(LabelViews labels, double value);
  void write(std::string& out) const;

 private:
  struct Sample {
    std::array<std::atomic<std::uint64_t>, kMostBounds + 1> counts{};  // of each bucket alone
    std::atomic<double> sum{0};
  };

  FamilyText text_;
  std::vector<double> bounds_;
  SampleTable<Sample> samples_;
};

}  // namespace shohin
