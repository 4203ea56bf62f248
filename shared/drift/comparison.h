// Whether new data are still like the data that a model was trained on, feature by feature.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "data/table.h"
#include "drift/baseline.h"
#include "drift/distances.h"

namespace shohin {

enum class DriftVerdict : std::uint8_t {
  kTooFewRows,  // fewer than DriftRule::least_rows
  kStable,
  kWatch,
  kDrifted,
};

// "too_few_rows", "stable", "watch", "drifted".
std::string_view verdict_name(DriftVerdict verdict);

// A verdict needs three things: enough rows, significance over all tests together, and an effect that
// matters. The effect is the larger of the population stability index and, for numbers, the Wasserstein
// distance in standard deviations of the reference, or, for categories, Cramer's V.
struct DriftRule {
  std::uint64_t least_rows = 200;      // of the data, for each test
  double significance = 0.05;          // of the p value after Holm's correction
  double watch = 0.1, drifted = 0.25;  // effects from here on
};

// One test and what it says. A distance that is not of the feature's kind is NaN.
struct DriftTest {
  std::uint64_t reference_rows = 0, rows = 0;
  double p = std::numeric_limits<double>::quiet_NaN();  // not made: one side has no rows
  double p_holm = std::numeric_limits<double>::quiet_NaN();
  double effect = 0;
  DriftVerdict verdict = DriftVerdict::kTooFewRows;
};

struct NumberDistances {
  Bounded kolmogorov_smirnov, wasserstein;  // of raw samples without slack
  double wasserstein_over_deviation = 0;    // NaN for a reference that does not vary
};

struct CountDistances {
  double population_stability = 0, jensen_shannon = 0, hellinger = 0, largest_difference = 0;
};

struct FeatureDrift {
  std::string name{};
  bool is_number = false;
  DriftTest values{};         // numbers: Kolmogorov-Smirnov; categories: chi-squared
  NumberDistances numbers{};  // of numbers only
  CountDistances counts{};
  ChiSquared chi_squared{};  // of categories only
  DriftTest missing{};       // whether a value is there at all: chi-squared over the two
  double missing_v = 0;      // its Cramer's V
  DriftVerdict verdict = DriftVerdict::kTooFewRows;  // the worse of the two
};

struct DriftReport {
  std::uint64_t reference_rows = 0, rows = 0;
  std::vector<FeatureDrift> features;  // in the contract's order; last the target, if both sides have labels
  [[nodiscard]] bool is_drifted() const;
};

// Corrects the p values of all tests together and gives each test and feature its verdict.
void give_verdicts(DriftReport& report, const DriftRule& rule);

// Both tables have the same contract. Population stability is taken over the reference's deciles, the other
// distances of numbers over Sturges's bins of both.
DriftReport compare_samples(const Table& reference, const Table& data, const DriftRule& rule = {});

// The data are counted in the baseline's bins; all count distances are taken over its deciles.
DriftReport compare_with_baseline(const Baseline& baseline, const Table& data, const DriftRule& rule = {});

}  // namespace shohin
