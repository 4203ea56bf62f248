#include "drift/comparison.h"

#include <algorithm>
#include <cmath>

#include "drift/samples.h"

namespace shohin {
namespace {

using Tally = std::vector<std::uint64_t>;

std::uint64_t total(const Tally& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) sum += count;
  return sum;
}

CountDistances distances_of(const Tally& reference, const Tally& data) {
  return {.population_stability = population_stability(reference, data),
          .jensen_shannon = jensen_shannon(reference, data),
          .hellinger = hellinger(reference, data),
          .largest_difference = largest_difference(reference, data)};
}

void compare_categories(FeatureDrift& out, const Tally& reference, const Tally& data) {
  out.values.reference_rows = total(reference);
  out.values.rows = total(data);
  if (out.values.reference_rows == 0 || out.values.rows == 0) return;
  out.counts = distances_of(reference, data);
  out.chi_squared = two_sample_chi_squared(reference, data);
  out.values.p = out.chi_squared.p;
  out.values.effect = std::max(out.counts.population_stability, out.chi_squared.cramers_v);
}

void finish_numbers(FeatureDrift& out, double deviation) {
  NumberDistances& numbers = out.numbers;
  numbers.wasserstein_over_deviation =
      deviation > 0 ? numbers.wasserstein.value / deviation : std::numeric_limits<double>::quiet_NaN();
  out.values.p =
      kolmogorov_smirnov_p(numbers.kolmogorov_smirnov.value, out.values.reference_rows, out.values.rows);
  out.values.effect = out.counts.population_stability;
  if (deviation > 0) out.values.effect = std::max(out.values.effect, numbers.wasserstein_over_deviation);
}

Bounded exactly(double value) { return {.value = value, .at_least = value, .at_most = value}; }

std::vector<float> sorted_values(const std::vector<float>& column) {
  std::vector<float> out;
  std::copy_if(column.begin(), column.end(), std::back_inserter(out),
               [](float value) { return !std::isnan(value); });
  std::sort(out.begin(), out.end());
  return out;
}

void compare_numbers(FeatureDrift& out, const std::vector<float>& reference, const std::vector<float>& data) {
  const std::vector<float> r = sorted_values(reference), d = sorted_values(data);
  out.values.reference_rows = r.size();
  out.values.rows = d.size();
  if (r.empty() || d.empty()) return;
  const BinnedPair deciles = bin_by_deciles(r, d), sturges = bin_by_sturges(r, d);
  out.counts = distances_of(sturges.reference, sturges.data);
  out.counts.population_stability = population_stability(deciles.reference, deciles.data);
  out.numbers.kolmogorov_smirnov = exactly(kolmogorov_smirnov_distance(Sample(r), Sample(d)));
  out.numbers.wasserstein = exactly(wasserstein_distance(Sample(r), Sample(d)));
  finish_numbers(out, standard_deviation(r));
}

Tally merge_bins(const Tally& counts, const std::vector<std::uint32_t>& edges) {
  Tally merged(edges.size() + 1);
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    const auto passed = std::lower_bound(edges.begin(), edges.end(), bin) - edges.begin();
    merged[static_cast<std::size_t>(passed)] += counts[bin];
  }
  return merged;
}

void compare_number_sketches(FeatureDrift& out, const FeatureBaseline& reference, const Sketch& data) {
  out.values.reference_rows = reference.values.present();
  out.values.rows = data.present();
  if (out.values.reference_rows == 0 || out.values.rows == 0) return;
  out.counts = distances_of(merge_bins(reference.values.counts, reference.deciles),
                            merge_bins(data.counts, reference.deciles));
  out.numbers.kolmogorov_smirnov = kolmogorov_smirnov_distance(reference.values, data);
  out.numbers.wasserstein = wasserstein_distance(reference.values, data);
  finish_numbers(out, reference.deviation);
}

void compare_missing(FeatureDrift& out, const Tally& reference, const Tally& data) {
  out.missing.reference_rows = total(reference);
  out.missing.rows = total(data);
  if (out.missing.reference_rows == 0 || out.missing.rows == 0) return;
  const ChiSquared test = two_sample_chi_squared(reference, data);
  out.missing_v = test.cramers_v;
  if (test.degrees == 0) return;  // no value is missing anywhere, or all are
  out.missing.p = test.p;
  out.missing.effect = std::max(population_stability(reference, data), test.cramers_v);
}

Tally count_labels(const Table& table) {
  Tally counts(table.contract.classes.size());
  for (const std::uint32_t label : table.labels) ++counts[label];
  return counts;
}

FeatureDrift compare_labels(const Table& data, const Tally& reference) {
  FeatureDrift out{.name = data.contract.target};
  compare_categories(out, reference, count_labels(data));
  return out;
}

Sketch sketch_column(const Bins& bins, const std::vector<float>& column) {
  Sketch sketch{.bins = bins};
  for (const float value : column) sketch.add(value);
  return sketch;
}

// Counts of the categories, and, by themselves, of what is missing.
Sketch sketch_categories(const Table& table, std::size_t f) {
  const auto categories = static_cast<std::uint32_t>(table.contract.features[f].categories.size());
  return sketch_column(Bins{.edges = {}, .categories = categories}, table.columns[f]);
}

Tally count_missing(const std::vector<float>& column) {
  Tally counts(2);
  for (const float value : column) ++counts[std::isnan(value) ? 1 : 0];
  return counts;
}

}  // namespace

DriftReport compare_samples(const Table& reference, const Table& data, const DriftRule& rule) {
  DriftReport report{.reference_rows = reference.row_count(), .rows = data.row_count(), .features = {}};
  for (std::size_t f = 0; f < data.columns.size(); ++f) {
    const Feature& feature = data.contract.features[f];
    FeatureDrift out{.name = feature.name, .is_number = feature.kind != FeatureKind::kCategorical};
    if (out.is_number)
      compare_numbers(out, reference.columns[f], data.columns[f]);
    else
      compare_categories(out, sketch_categories(reference, f).counts, sketch_categories(data, f).counts);
    compare_missing(out, count_missing(reference.columns[f]), count_missing(data.columns[f]));
    report.features.push_back(std::move(out));
  }
  if (reference.is_labelled() && data.is_labelled())
    report.features.push_back(compare_labels(data, count_labels(reference)));
  give_verdicts(report, rule);
  return report;
}

DriftReport compare_with_baseline(const Baseline& baseline, const Table& data, const DriftRule& rule) {
  DriftReport report{.reference_rows = baseline.rows(), .rows = data.row_count(), .features = {}};
  for (std::size_t f = 0; f < data.columns.size(); ++f) {
    const Feature& feature = data.contract.features[f];
    const FeatureBaseline& known = baseline.features[f];
    const Sketch seen = sketch_column(known.values.bins, data.columns[f]);
    FeatureDrift out{.name = feature.name, .is_number = feature.kind != FeatureKind::kCategorical};
    if (out.is_number)
      compare_number_sketches(out, known, seen);
    else
      compare_categories(out, known.values.counts, seen.counts);
    compare_missing(out, {known.values.present(), known.values.missing}, {seen.present(), seen.missing});
    report.features.push_back(std::move(out));
  }
  if (data.is_labelled()) report.features.push_back(compare_labels(data, baseline.class_rows));
  give_verdicts(report, rule);
  return report;
}

}  // namespace shohin
