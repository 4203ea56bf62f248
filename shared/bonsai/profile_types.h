// The words in which the generator's tables are written (profile.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bonsai/log_normal.h"

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
inline constexpr std::size_t kBonsaiInputs = 12;
inline constexpr std::size_t kBonsaiBasicInputs = 4;
inline constexpr std::size_t kBonsaiSpecies = 4;  // juniper, ficus, pine, maple

// How an input is written down.
struct InputKind {
  double low = 0, high = 0;                         // of a number: the contract's range
  double step = 0;                                  // 0: three significant digits
  std::array<std::string_view, 4> categories = {};  // of a category
  std::uint32_t category_count = 0;
};

// A score from 0 to 10 before it is rounded: normal with this middle and spread.
struct Score {
  double middle = 0, spread = 0;
};

enum class LeafShape : std::uint8_t {
  kNeedle,  // first: length in cm, second: width in cm; the bonsai factor shortens only the length
  kBlade,   // first: width in cm, second: length / width; the bonsai factor shrinks both
};

inline constexpr std::size_t kMaturities = 3;  // young, mature, old

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

inline constexpr std::size_t kHeightClasses = 6;

// Leaves of a bonsai against the wild: uniform between these.
inline constexpr double kBonsaiFactorLow = 0.35, kBonsaiFactorHigh = 1.0;
inline constexpr double kBarkSpread = 0.9;

// What the option `noise` means for each kind of input.
inline constexpr double kAgeNoise = 2;       // times noise: spread of log age
inline constexpr double kScoreNoise = 5;     // times noise: spread of a score, in points
inline constexpr double kMistakeRate = 0.2;  // times noise: a category is taken for another one

}  // namespace shohin
