// What the generator believes about the four species: docs/bonsai-generator.md says where each number comes
// from and which are assumptions.
#pragma once

#include "bonsai/profile_types.h"

namespace shohin {

inline constexpr std::array<std::string_view, kBonsaiInputs> kBonsaiInputNames = {
    "leaf_length", "leaf_width",           "branch_thickness", "height",
    "age",         "seasonal_color_index", "root_system",      "bark_texture",
    "foliage",     "needles_per_bundle",   "leaf_arrangement", "aerial_roots"};
inline constexpr std::array<std::string_view, kBonsaiSpecies> kBonsaiSpeciesNames = {"juniper", "ficus",
                                                                                     "pine", "maple"};

constexpr InputKind measured(double low, double high) { return {.low = low, .high = high}; }
constexpr InputKind stepped(double low, double high, double step) {
  return {.low = low, .high = high, .step = step};
}

inline constexpr std::array<InputKind, kBonsaiInputs> kBonsaiInputKinds = {{
    measured(0.02, 40),
    measured(0.01, 40),
    measured(0.5, 500),
    measured(1, 250),
    stepped(1, 1000, 1),
    stepped(0, 10, 0.5),
    {.categories = {"fibrous", "tap", "aerial"}, .category_count = 3},
    stepped(0, 10, 0.5),
    {.categories = {"needle", "scale", "simple", "lobed"}, .category_count = 4},
    {.categories = {"1", "2", "3", "5"}, .category_count = 4},
    {.categories = {"opposite", "alternate", "whorled", "tufted"}, .category_count = 4},
    {.categories = {"yes", "no"}, .category_count = 2},
}};

inline const InputKind& bonsai_input(std::size_t input) { return kBonsaiInputKinds[input]; }

inline constexpr std::uint32_t kJuniper = 0, kFicus = 1, kPine = 2, kMaple = 3;
inline constexpr std::uint32_t kNeedleFoliage = 0, kScaleFoliage = 1, kSimpleLeaf = 2, kLobedLeaf = 3;
inline constexpr std::uint32_t kSingle = 0, kInTwos = 1, kInFives = 3;

inline constexpr std::array<Score, 4> kBronzeInFrost = {{{0.5, 0.5}, {0.3, 0.4}, {0.5, 0.5}, {3.0, 1.2}}};
inline constexpr std::array<Score, 4> kAlwaysGreen = {{{0.4, 0.5}, {0.4, 0.5}, {0.4, 0.5}, {0.4, 0.5}}};
inline constexpr std::array<Score, 4> kPineGreen = {{{0.5, 0.5}, {0.4, 0.5}, {0.7, 0.6}, {1.0, 0.7}}};
inline constexpr std::array<Score, 4> kGreenThenRed = {{{1.5, 1.0}, {1.5, 0.8}, {7.0, 1.6}, {}}};
inline constexpr std::array<Score, 4> kRedLeaved = {{{5.5, 1.5}, {5.0, 1.3}, {8.0, 1.2}, {}}};

inline constexpr std::array<double, 4> kMostlyOpposite = {0.85, 0, 0.15, 0};
inline constexpr std::array<double, 4> kMostlyWhorled = {0.05, 0, 0.95, 0};
inline constexpr std::array<double, 4> kOpposite = {1, 0, 0, 0}, kAlternate = {0, 1, 0, 0},
                                       kTufted = {0, 0, 0, 1};

inline constexpr std::array<double, 3> kShreddyBark = {4.5, 6.0, 7.5}, kFigBark = {1.0, 1.5, 2.5};
inline constexpr std::array<double, 3> kBlackPineBark = {3.5, 6.5, 8.5}, kWhitePineBark = {2.0, 4.5, 7.0};
inline constexpr std::array<double, 3> kMapleBark = {1.5, 2.2, 3.2};

inline constexpr std::array<Taxon, 9> kTaxa = {{
    // Juniperus chinensis with scales, the same with needles, J. procumbens
    {kJuniper,
     0.5,
     LeafShape::kNeedle,
     {0.15, 0.5},
     {0.07, 0.14},
     kScaleFoliage,
     kSingle,
     kMostlyOpposite,
     kBronzeInFrost,
     4,
     kShreddyBark},
    {kJuniper,
     0.2,
     LeafShape::kNeedle,
     {0.6, 1.2},
     {0.08, 0.15},
     kNeedleFoliage,
     kSingle,
     kMostlyWhorled,
     kBronzeInFrost,
     4,
     kShreddyBark},
    {kJuniper,
     0.3,
     LeafShape::kNeedle,
     {0.6, 0.8},
     {0.08, 0.15},
     kNeedleFoliage,
     kSingle,
     kMostlyWhorled,
     kBronzeInFrost,
     4,
     kShreddyBark},
    // Ficus microcarpa, F. benjamina
    {kFicus,
     0.7,
     LeafShape::kBlade,
     {3, 4},
     {1.2, 2.1},
     kSimpleLeaf,
     kSingle,
     kAlternate,
     kAlwaysGreen,
     4,
     kFigBark},
    {kFicus,
     0.3,
     LeafShape::kBlade,
     {2.5, 5},
     {1.6, 2.8},
     kSimpleLeaf,
     kSingle,
     kAlternate,
     kAlwaysGreen,
     4,
     kFigBark},
    // Pinus thunbergii, P. parviflora
    {kPine,
     0.5,
     LeafShape::kNeedle,
     {6, 13},
     {0.07, 0.2},
     kNeedleFoliage,
     kInTwos,
     kTufted,
     kPineGreen,
     4,
     kBlackPineBark},
    {kPine,
     0.5,
     LeafShape::kNeedle,
     {3, 6},
     {0.06, 0.11},
     kNeedleFoliage,
     kInFives,
     kTufted,
     kPineGreen,
     4,
     kWhitePineBark},
    // Acer palmatum: green-leaved, red-leaved with smaller leaves
    {kMaple,
     0.7,
     LeafShape::kBlade,
     {5.5, 9},
     {0.8, 1.4},
     kLobedLeaf,
     kSingle,
     kOpposite,
     kGreenThenRed,
     3,
     kMapleBark},
    {kMaple,
     0.3,
     LeafShape::kBlade,
     {4, 7},
     {0.8, 1.4},
     kLobedLeaf,
     kSingle,
     kOpposite,
     kRedLeaved,
     3,
     kMapleBark},
}};

// In the order of kBonsaiSpeciesNames.
inline constexpr std::array<Species, kBonsaiSpecies> kSpecies = {{
    {{0.35, 0.45, 0.2}, {0.93, 0.04, 0.03}, {{{0.95, 0.05, 0}, {0.95, 0.05, 0}, {0.95, 0.05, 0}}}, {0, 0, 0}},
    {{0.5, 0.38, 0.12},
     {0.90, 0.01, 0.09},
     {{{0.5, 0, 0.5}, {0.2, 0, 0.8}, {0.08, 0, 0.92}}},
     {0.08, 0, 0.96}},
    {{0.3, 0.45, 0.25}, {0.93, 0.05, 0.02}, {{{0.3, 0.7, 0}, {0.6, 0.4, 0}, {0.8, 0.2, 0}}}, {0, 0, 0}},
    {{0.4, 0.43, 0.17}, {0.95, 0.03, 0.02}, {{{0.97, 0.03, 0}, {0.97, 0.03, 0}, {0.97, 0.03, 0}}}, {0, 0, 0}},
}};

inline constexpr std::array<Span, kMaturities> kAgeYears = {{{3, 10}, {8, 30}, {25, 100}}};
// Bounds of the height classes in cm, half-open: shito, mame, shohin, kifu, chu, dai. Conventions vary.
inline constexpr std::array<double, kHeightClasses + 1> kHeightBounds = {2.5, 7.5, 15, 20, 40, 60, 100};
// [maturity][class]
inline constexpr std::array<std::array<double, kHeightClasses>, kMaturities> kHeightShares = {{
    {0.03, 0.25, 0.22, 0.38, 0.10, 0.02},
    {0.015, 0.155, 0.18, 0.40, 0.18, 0.07},
    {0.01, 0.08, 0.12, 0.38, 0.26, 0.15},
}};
// Height divided by trunk thickness: ordinary, slender (bunjin), stout.
inline constexpr std::array<Span, 3> kStyles = {{{6, 12}, {16, 30}, {2, 4.5}}};

}  // namespace shohin
