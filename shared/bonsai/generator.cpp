#include "bonsai/generator.h"

#include <cmath>
#include <limits>
#include <span>

#include "contract/limits.h"
#include "numeric/elementary.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr double kMostNoise = 0.5;
constexpr double kBasicOnlyShare = 0.5;
constexpr double kGapShare = 0.3;
constexpr std::size_t kPieceBytes = 64 * 1024;

// Marsaglia's polar method; the platform's normal distribution differs between standard libraries.
double draw_normal(Random& random) {
  for (;;) {
    const double x = 2 * random.unit() - 1;
    const double y = 2 * random.unit() - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) return x * std::sqrt(-2 * natural_log(square) / square);
  }
}

double draw_between(Random& random, double low, double high) { return low + (high - low) * random.unit(); }

double draw_log_normal(Random& random, const Span& span) {
  const LogNormal shape = log_normal(span);
  return exponential(shape.middle + shape.spread * draw_normal(random));
}

std::size_t draw_index(Random& random, std::span<const double> probabilities) {
  double left = random.unit();
  for (std::size_t i = 0; i + 1 < probabilities.size(); ++i) {
    left -= probabilities[i];
    if (left < 0) return i;
  }
  return probabilities.size() - 1;
}

const Taxon& draw_taxon(Random& random, std::uint32_t species) {
  double left = random.unit();
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < kTaxa.size() && left >= 0; ++i) {
    if (kTaxa[i].species != species) continue;
    chosen = i;
    left -= kTaxa[i].share;
  }
  return kTaxa[chosen];
}

// Rounds to three significant digits; for 0.01 and more.
double round_measurement(double value) {
  double scale = 1;
  while (value * scale < 100) scale *= 10;
  return std::floor(value * scale + 0.5) / scale;
}

double round_input(std::size_t input, double value) {
  const InputKind& kind = bonsai_input(input);
  if (kind.step == 0) return round_measurement(value);
  const double stepped = std::floor(value / kind.step + 0.5) * kind.step;
  return stepped < kind.low ? kind.low : (stepped > kind.high ? kind.high : stepped);
}

double draw_score(Random& random, double middle, double spread, double noise) {
  const double blur = kScoreNoise * noise;
  return middle + std::sqrt(spread * spread + blur * blur) * draw_normal(random);
}

double observe_category(Random& random, std::size_t input, std::uint32_t truth, double noise) {
  if (random.unit() >= kMistakeRate * noise) return truth;
  const std::uint32_t count = bonsai_input(input).category_count;
  return (truth + 1 + random.below(count - 1)) % count;
}

void measure(Random& random, double noise, double& value) {
  value *= exponential(noise * draw_normal(random));
}

void draw_leaf(Random& random, const Taxon& taxon, BonsaiRow& row) {
  const double factor = draw_between(random, kBonsaiFactorLow, kBonsaiFactorHigh);
  const double first = draw_log_normal(random, taxon.first) * factor;
  const double second = draw_log_normal(random, taxon.second);
  const bool needle = taxon.shape == LeafShape::kNeedle;
  row.inputs[kLeafLength] = needle ? first : first * second;
  row.inputs[kLeafWidth] = needle ? second : first;
}

void draw_size(Random& random, const Species& species, std::size_t maturity, BonsaiRow& row) {
  const std::size_t height_class = draw_index(random, kHeightShares[maturity]);
  const double low = natural_log(kHeightBounds[height_class]);
  const double high = natural_log(kHeightBounds[height_class + 1]);
  const double height = exponential(draw_between(random, low, high));
  const std::size_t style = draw_index(random, species.style);
  row.inputs[kHeight] = height;
  row.inputs[kBranchThickness] = 10 * height / draw_log_normal(random, kStyles[style]);
}

void draw_roots(Random& random, const Species& species, std::size_t maturity, double noise, BonsaiRow& row) {
  const auto root = static_cast<std::uint32_t>(draw_index(random, species.root_system[maturity]));
  const bool aerial = random.unit() < species.aerial_roots[root];
  row.inputs[kRootSystem] = observe_category(random, kRootSystem, root, noise);
  row.inputs[kAerialRoots] = observe_category(random, kAerialRoots, aerial ? 0 : 1, noise);
}

void draw_looks(Random& random, const Taxon& taxon, std::size_t maturity, double noise, BonsaiRow& row) {
  const Score& color = taxon.color[random.below(taxon.seasons)];
  row.inputs[kSeasonalColor] = draw_score(random, color.middle, color.spread, noise);
  row.inputs[kBarkTexture] = draw_score(random, taxon.bark[maturity], kBarkSpread, noise);
  const auto arrangement = static_cast<std::uint32_t>(draw_index(random, taxon.arrangement));
  row.inputs[kFoliage] = observe_category(random, kFoliage, taxon.foliage, noise);
  row.inputs[kNeedlesPerBundle] = observe_category(random, kNeedlesPerBundle, taxon.bundle, noise);
  row.inputs[kLeafArrangement] = observe_category(random, kLeafArrangement, arrangement, noise);
}

bool fits_contract(const BonsaiRow& row) {
  for (std::size_t input = 0; input < kBonsaiBasicInputs; ++input)
    if (row.inputs[input] < bonsai_input(input).low || row.inputs[input] > bonsai_input(input).high)
      return false;
  return true;
}

BonsaiRow draw_any_tree(Random& random, double noise) {
  BonsaiRow row;
  row.species = random.below(kBonsaiSpecies);
  const Species& species = kSpecies[row.species];
  const std::size_t maturity = draw_index(random, species.maturity);
  const Taxon& taxon = draw_taxon(random, row.species);
  draw_size(random, species, maturity, row);
  draw_leaf(random, taxon, row);
  for (std::size_t input = 0; input < kBonsaiBasicInputs; ++input) measure(random, noise, row.inputs[input]);
  row.inputs[kAge] = draw_log_normal(random, kAgeYears[maturity]);
  measure(random, kAgeNoise * noise, row.inputs[kAge]);
  draw_roots(random, species, maturity, noise, row);
  draw_looks(random, taxon, maturity, noise, row);
  return row;
}

void append_row(const BonsaiRow& row, std::string& text) {
  for (std::size_t input = 0; input < kBonsaiInputs; ++input) {
    const double value = row.inputs[input];
    const InputKind& kind = bonsai_input(input);
    if (!std::isnan(value))
      text += kind.category_count == 0 ? print_number(value)
                                       : std::string(kind.categories[static_cast<std::size_t>(value)]);
    text += ',';
  }
  text += kBonsaiSpeciesNames[row.species];
  text += '\n';
}

std::string header() {
  std::string text;
  for (const std::string_view name : kBonsaiInputNames) text.append(name).append(",");
  return text + "species\n";
}

}  // namespace

Faults check_bonsai(std::uint32_t rows, double noise) {
  Faults faults;
  if (rows < 2 || rows > Limits::kRows)
    faults.add({.code = FaultCode::kOutOfRange,
                .field = "rows",
                .value = std::to_string(rows),
                .expected = "2 to " + std::to_string(Limits::kRows)});
  if (!(noise >= 0 && noise <= kMostNoise))
    faults.add({.code = FaultCode::kOutOfRange,
                .field = "noise",
                .value = print_number(noise),
                .expected = "0 to " + print_number(kMostNoise)});
  return faults;
}

BonsaiRow draw_tree(Random& random, double noise) {
  BonsaiRow row = draw_any_tree(random, noise);
  while (!fits_contract(row)) row = draw_any_tree(random, noise);
  for (std::size_t input = 0; input < kBonsaiInputs; ++input)
    if (bonsai_input(input).category_count == 0) row.inputs[input] = round_input(input, row.inputs[input]);
  return row;
}

void leave_gaps(Random& random, BonsaiRow& row) {
  const bool only_basic = random.unit() < kBasicOnlyShare;
  for (std::size_t input = kBonsaiBasicInputs; input < kBonsaiInputs; ++input)
    if (only_basic || random.unit() < kGapShare) row.inputs[input] = std::numeric_limits<double>::quiet_NaN();
}

Result<void> write_bonsai_csv(const BonsaiOptions& options,
                              const std::function<bool(std::string_view)>& take) {
  Faults faults = check_bonsai(options.rows, options.noise);
  if (!faults.empty()) return fail(std::move(faults));
  std::string text = header();
  for (std::uint32_t number = 0; number < options.rows; ++number) {
    Random random(options.seed, number);
    BonsaiRow row = draw_tree(random, options.noise);
    if (!options.complete) leave_gaps(random, row);
    append_row(row, text);
    if (text.size() < kPieceBytes) continue;
    if (!take(text)) return fail({.code = FaultCode::kTruncated, .field = "rows"});
    text.clear();
  }
  if (!take(text)) return fail({.code = FaultCode::kTruncated, .field = "rows"});
  return {};
}

}  // namespace shohin
