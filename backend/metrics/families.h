// Counters, gauges and histograms in Prometheus' text format 0.0.4. Written here, because Debian has
// prometheus-cpp as shared libraries only (6 MB beside a server of 4) and the format is a hundred lines.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace shohin {

struct FamilyText {
  std::string name;
  std::string help;
  std::vector<std::string> label_names;
};

// The values of a sample's labels, in the order of label_names.
using LabelValues = std::vector<std::string>;

// A counter or a gauge. Threads may share one.
class ValueFamily {
 public:
  enum class Kind : std::uint8_t { kCounter, kGauge };
  ValueFamily(Kind kind, FamilyText text) : kind_(kind), text_(std::move(text)) {}

  void add(const LabelValues& labels, double amount = 1);
  void set(const LabelValues& labels, double value);
  void set_all(double value);  // of every sample there is
  void write(std::string& out) const;

 private:
  Kind kind_;
  FamilyText text_;
  mutable std::mutex mutex_;
  std::map<LabelValues, double> samples_;
};

// Threads may share one.
class HistogramFamily {
 public:
  // bounds: the upper ends of the buckets, ascending; the one to infinity is added.
  HistogramFamily(FamilyText text, std::vector<double> bounds)
      : text_(std::move(text)), bounds_(std::move(bounds)) {}

  void observe(const LabelValues& labels, double value);
  void write(std::string& out) const;

 private:
  struct Sample {
    std::vector<std::uint64_t> counts;  // of each bucket alone
    std::uint64_t count = 0;
    double sum = 0;
  };

  FamilyText text_;
  std::vector<double> bounds_;
  mutable std::mutex mutex_;
  std::map<LabelValues, Sample> samples_;
};

}  // namespace shohin
