#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "bonsai/bayes.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::array<InputSet, 4> kSets = {InputSet::kBasic, InputSet::kMeasured, InputSet::kAll,
                                           InputSet::kAsGenerated};
constexpr std::size_t kMeasuredInputs = 8;
constexpr std::uint64_t kFirstStream = 1ULL << 63U;  // rows of a CSV file use streams below 2^32

// Sums over the trees, for one set of inputs.
struct Tally {
  double trees = 0, bayes = 0, posterior = 0, model = 0, difference = 0, difference_squared = 0;
};

void keep_first(BonsaiRow& row, std::size_t count) {
  std::fill(row.inputs.begin() + static_cast<std::ptrdiff_t>(count), row.inputs.end(),
            std::numeric_limits<double>::quiet_NaN());
}

BonsaiRow with_inputs(InputSet inputs, BonsaiRow row, Random& random) {
  if (inputs == InputSet::kBasic) keep_first(row, kBonsaiBasicInputs);
  if (inputs == InputSet::kMeasured) keep_first(row, kMeasuredInputs);
  if (inputs == InputSet::kAsGenerated) leave_gaps(random, row);
  return row;
}

std::uint32_t ask(const Classifier& model, const BonsaiRow& row) {
  std::array<float, kBonsaiInputs> values{};
  std::transform(row.inputs.begin(), row.inputs.end(), values.begin(),
                 [](double value) { return static_cast<float>(value); });
  return model(values);
}

void count_tree(const BonsaiRow& row, double noise, const Classifier& model, Tally& tally) {
  const auto densities = species_densities(row, noise);
  const auto best = std::max_element(densities.begin(), densities.end());
  const bool bayes_right = static_cast<std::uint32_t>(best - densities.begin()) == row.species;
  tally.trees += 1;
  tally.bayes += bayes_right ? 1 : 0;
  tally.posterior += *best / std::accumulate(densities.begin(), densities.end(), 0.0);
  if (!model) return;
  const bool model_right = ask(model, row) == row.species;
  const double difference = (model_right ? 1.0 : 0.0) - (bayes_right ? 1.0 : 0.0);
  tally.model += model_right ? 1 : 0;
  tally.difference += difference;
  tally.difference_squared += difference * difference;
}

// The mean of `trees` numbers and its standard error, from their sum and sum of squares.
Estimate estimate(double sum, double sum_of_squares, double trees) {
  const double mean = sum / trees;
  const double variance = std::max(0.0, (sum_of_squares - trees * mean * mean) / (trees - 1));
  return {mean, std::sqrt(variance / trees)};
}

Ceiling conclude(InputSet inputs, const Tally& tally) {
  Ceiling ceiling;
  ceiling.inputs = inputs;
  ceiling.bayes = estimate(tally.bayes, tally.bayes, tally.trees);
  ceiling.expected = tally.posterior / tally.trees;
  ceiling.model = estimate(tally.model, tally.model, tally.trees);
  ceiling.difference = estimate(tally.difference, tally.difference_squared, tally.trees);
  return ceiling;
}

}  // namespace

Result<std::vector<Ceiling>> measure_ceiling(const CeilingOptions& options, const Classifier& model) {
  Faults faults = check_bonsai(options.trees, options.noise);
  if (!faults.empty()) return fail(std::move(faults));
  std::array<Tally, kSets.size()> tallies{};
  for (std::uint32_t number = 0; number < options.trees; ++number) {
    Random random(options.seed, kFirstStream + number);
    const BonsaiRow tree = draw_tree(random, options.noise);
    for (std::size_t set = 0; set < kSets.size(); ++set)
      count_tree(with_inputs(kSets[set], tree, random), options.noise, model, tallies[set]);
  }
  std::vector<Ceiling> ceilings;
  for (std::size_t set = 0; set < kSets.size(); ++set) ceilings.push_back(conclude(kSets[set], tallies[set]));
  return ceilings;
}

std::string_view input_set_name(InputSet inputs) {
  switch (inputs) {
    case InputSet::kBasic:
      return "basic";
    case InputSet::kMeasured:
      return "measured";
    case InputSet::kAll:
      return "all";
    case InputSet::kAsGenerated:
      return "as_generated";
  }
  return "";
}

}  // namespace shohin
