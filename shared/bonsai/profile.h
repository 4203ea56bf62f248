// What the generator believes about the four species: docs/bonsai-generator.md says where each number comes
// from and which are assumptions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shohin {

// The order of the contract `bonsai`.
enum BonsaiInput : std::uint8_t {
  kLeafLength,
  kLeafWidth,
  kBranchThickness,
  kHeight,
  kAge,
  kSeasonalColor,
  kRootSystem,
  kBarkTexture,
  kFoliage,
  kNeedlesPerBundle,
  kLeafArrangement,
  kAerialRoots,
};
constexpr std::size_t kBonsaiInputs = 12;
constexpr std::size_t kBonsaiBasicInputs = 4;
constexpr std::size_t kBonsaiSpecies = 4;  // juniper, ficus, pine, maple

extern const std::array<std::string_view, kBonsaiInputs> kBonsaiInputNames;
extern const std::array<std::string_view, kBonsaiSpecies> kBonsaiSpeciesNames;

// How an input is written down.
struct InputKind {
  double low = 0, high = 0;                         // of a number: the contract's range
  double step = 0;                                  // 0: three significant digits
  std::array<std::string_view, 4> categories = {};  // of a category
  std::uint32_t category_count = 0;
};
const InputKind& bonsai_input(std::size_t input);

// The middle 95 % of a log-normal quantity.
struct Span {
  double low = 0, high = 0;
};

// A score from 0 to 10 before it is rounded: normal with this middle and spread.
struct Score {
  double middle = 0, spread = 0;
};

enum class LeafShape : std::uint8_t {
  kNeedle,  // first: length in cm, second: width in cm; the bonsai factor shortens only the length
  kBlade,   // first: width in cm, second: length / width; the bonsai factor shrinks both
};

constexpr std::size_t kMaturities = 3;  // young, mature, old

// One wild taxon or form that is sold under a species' name.
struct Taxon {
  std::uint32_t species = 0;
  double share = 0;  // of its species
  LeafShape shape{};
  Span first, second;
  std::uint32_t foliage = 0, bundle = 0;   // categories
  std::array<double, 4> arrangement{};     // probability of each category
  std::array<Score, 4> color{};            // spring, summer, autumn, winter
  std::uint32_t seasons = 4;               // 3: bare in winter, nothing to measure
  std::array<double, kMaturities> bark{};  // middle of the score
};

struct Species {
  std::array<double, kMaturities> maturity{};                    // probability
  std::array<double, 3> style{};                                 // probability of each of kStyles
  std::array<std::array<double, 3>, kMaturities> root_system{};  // [maturity][category]
  std::array<double, 3> aerial_roots{};                          // probability of "yes" [root system]
};

extern const std::array<Taxon, 9> kTaxa;
extern const std::array<Species, kBonsaiSpecies> kSpecies;
extern const std::array<Span, kMaturities> kAgeYears;  // [maturity]

// Bounds of the height classes in cm, half-open: shito, mame, shohin, kifu, chu, dai. Conventions vary.
constexpr std::size_t kHeightClasses = 6;
extern const std::array<double, kHeightClasses + 1> kHeightBounds;
extern const std::array<std::array<double, kHeightClasses>, kMaturities> kHeightShares;  // [maturity][class]

// Height divided by trunk thickness: ordinary, slender (bunjin), stout.
extern const std::array<Span, 3> kStyles;

// Leaves of a bonsai against the wild: uniform between these.
constexpr double kBonsaiFactorLow = 0.35, kBonsaiFactorHigh = 1.0;
constexpr double kBarkSpread = 0.9;

// What the option `noise` means for each kind of input.
constexpr double kAgeNoise = 2;       // times noise: spread of log age
constexpr double kScoreNoise = 5;     // times noise: spread of a score, in points
constexpr double kMistakeRate = 0.2;  // times noise: a category is taken for another one

// Middle and spread of the logarithm.
struct LogNormal {
  double middle = 0, spread = 0;
};
LogNormal log_normal(const Span& span);

}  // namespace shohin
