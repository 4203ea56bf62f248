#include "bonsai/bayes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bonsai/leaf_density.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr double kSmallestNoise = 1e-6;  // keeps the divisions below finite when nothing is blurred

double normal_share_below(double z) { return std::erfc(-z * 0.70710678118654752) / 2; }

double share_between(double low, double high, double middle, double spread) {
  return normal_share_below((high - middle) / spread) - normal_share_below((low - middle) / spread);
}

// Whole years: everything that rounds to this number, and below it for the first.
double age_probability(double years, std::size_t maturity, double noise) {
  if (std::isnan(years)) return 1;
  LogNormal shape = log_normal(kAgeYears[maturity]);
  shape.spread = std::hypot(shape.spread, kAgeNoise * noise);
  const double infinity = std::numeric_limits<double>::infinity();
  const double low = years <= bonsai_input(kAge).low ? -infinity : natural_log(years - 0.5);
  const double high = years >= bonsai_input(kAge).high ? infinity : natural_log(years + 0.5);
  return share_between(low, high, shape.middle, shape.spread);
}

double score_probability(double score, double middle, double spread, double noise) {
  if (std::isnan(score)) return 1;
  const InputKind& kind = bonsai_input(kBarkTexture);  // both scores are written in the same way
  const double infinity = std::numeric_limits<double>::infinity();
  const double low = score <= kind.low ? -infinity : score - kind.step / 2;
  const double high = score >= kind.high ? infinity : score + kind.step / 2;
  return share_between(low, high, middle, std::hypot(spread, kScoreNoise * noise));
}

double category_probability(const BonsaiRow& row, BonsaiInput input, std::uint32_t truth, double noise) {
  const double seen = row.inputs[input];
  if (std::isnan(seen)) return 1;
  const double mistake = kMistakeRate * noise;
  return seen == truth ? 1 - mistake : mistake / (bonsai_input(input).category_count - 1);
}

// Density of (log height, log trunk) for each height class and style: log height is uniform in its class, the
// trunk follows from it, both are blurred; the true height is integrated out in closed form.
using SizeDensities = std::array<std::array<double, 3>, kHeightClasses>;
SizeDensities size_densities(const BonsaiRow& row, double noise) {
  const double height = natural_log(row.inputs[kHeight]);
  const double trunk = natural_log(row.inputs[kBranchThickness] / 10);
  const double blur = std::max(noise, kSmallestNoise);
  SizeDensities densities{};
  for (std::size_t style = 0; style < kStyles.size(); ++style) {
    const LogNormal ratio = log_normal(kStyles[style]);
    const double spread = std::hypot(ratio.spread, noise);
    const double implied = trunk + ratio.middle;
    const double both = std::hypot(blur, spread);
    const double z = (height - implied) / both;
    const double agreement = exponential(-z * z / 2) / both;
    const double weight = spread * spread / (both * both);
    const double middle = weight * height + (1 - weight) * implied;
    const double width = blur * spread / both;
    for (std::size_t c = 0; c < kHeightClasses; ++c) {
      const double low = natural_log(kHeightBounds[c]);
      const double high = natural_log(kHeightBounds[c + 1]);
      densities[c][style] = agreement * share_between(low, high, middle, width) / (high - low);
    }
  }
  return densities;
}

double size_density(const SizeDensities& sizes, const Species& species, std::size_t maturity) {
  double sum = 0;
  for (std::size_t c = 0; c < kHeightClasses; ++c)
    for (std::size_t style = 0; style < kStyles.size(); ++style)
      sum += kHeightShares[maturity][c] * species.style[style] * sizes[c][style];
  return sum;
}

double root_probability(const BonsaiRow& row, const Species& species, std::size_t maturity, double noise) {
  double sum = 0;
  for (std::uint32_t root = 0; root < 3; ++root) {
    const double aerial = species.aerial_roots[root];
    const double seen = aerial * category_probability(row, kAerialRoots, 0, noise) +
                        (1 - aerial) * category_probability(row, kAerialRoots, 1, noise);
    sum += species.root_system[maturity][root] * category_probability(row, kRootSystem, root, noise) * seen;
  }
  return sum;
}

// What one taxon says about leaf, colour and looks; the bark, which depends on age too, comes on top.
double taxon_density(const BonsaiRow& row, const Taxon& taxon, double noise) {
  double color = 0;
  for (std::uint32_t season = 0; season < taxon.seasons; ++season)
    color += score_probability(row.inputs[kSeasonalColor], taxon.color[season].middle,
                               taxon.color[season].spread, noise);
  double arrangement = 0;
  for (std::uint32_t category = 0; category < taxon.arrangement.size(); ++category)
    arrangement += taxon.arrangement[category] * category_probability(row, kLeafArrangement, category, noise);
  return taxon.share * leaf_density(row.inputs[kLeafLength], row.inputs[kLeafWidth], taxon, noise) * color /
         taxon.seasons * arrangement * category_probability(row, kFoliage, taxon.foliage, noise) *
         category_probability(row, kNeedlesPerBundle, taxon.bundle, noise);
}

}  // namespace

std::array<double, kBonsaiSpecies> species_densities(const BonsaiRow& row, double noise) {
  const SizeDensities sizes = size_densities(row, noise);
  std::array<double, kTaxa.size()> taxa{};
  for (std::size_t t = 0; t < kTaxa.size(); ++t) taxa[t] = taxon_density(row, kTaxa[t], noise);
  std::array<double, kBonsaiSpecies> densities{};
  for (std::uint32_t species = 0; species < kBonsaiSpecies; ++species) {
    for (std::size_t maturity = 0; maturity < kMaturities; ++maturity) {
      double leaf_and_bark = 0;
      for (std::size_t t = 0; t < kTaxa.size(); ++t)
        if (kTaxa[t].species == species)
          leaf_and_bark += taxa[t] * score_probability(row.inputs[kBarkTexture], kTaxa[t].bark[maturity],
                                                       kBarkSpread, noise);
      densities[species] += kSpecies[species].maturity[maturity] *
                            size_density(sizes, kSpecies[species], maturity) *
                            age_probability(row.inputs[kAge], maturity, noise) *
                            root_probability(row, kSpecies[species], maturity, noise) * leaf_and_bark;
    }
  }
  return densities;
}

}  // namespace shohin
