// How good any classifier of generated bonsai can be: the Bayes rule from the generator's own densities,
// tried on fresh trees. It says nothing about real trees.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "bonsai/generator.h"

namespace shohin {

// p(inputs | species) for each species, up to a factor that all share. Missing inputs (NaN) are integrated
// out. Exact but for the rounding of measurements to three digits and the redrawing of trees outside the
// contract's ranges, both far below the sampling error.
std::array<double, kBonsaiSpecies> species_densities(const BonsaiRow& row, double noise);

enum class InputSet : std::uint8_t { kBasic, kMeasured, kAll, kAsGenerated };

// A share of right answers among so many trees.
struct Estimate {
  double value = 0, standard_error = 0;
};

struct Ceiling {
  InputSet inputs{};
  Estimate bayes;       // accuracy of the Bayes rule
  double expected = 0;  // the mean of its largest posterior probability: must agree with `bayes`
  Estimate model;       // accuracy of the classifier on the same trees, when one was given
  Estimate difference;  // model minus Bayes, paired
};

struct CeilingOptions {
  std::uint32_t trees = 20000;  // 2..5000000
  std::uint64_t seed = 42;      // streams of its own: never the trees of write_bonsai_csv
  double noise = 0.1;
};

// Takes a row in contract order (NaN is missing) and gives a species.
using Classifier = std::function<std::uint32_t(std::span<const float>)>;

// Fails with kOutOfRange as write_bonsai_csv does.
Result<std::vector<Ceiling>> measure_ceiling(const CeilingOptions& options, const Classifier& model = {});

// "basic", "measured", "all", "as_generated".
std::string_view input_set_name(InputSet inputs);

}  // namespace shohin
