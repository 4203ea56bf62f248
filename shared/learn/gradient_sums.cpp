#include "learn/gradient_sums.h"

#include <algorithm>
#include <array>

namespace shohin {
namespace {

constexpr double kMostFirst = 32766, kMostSecond = 65534;
constexpr double kMostFirstSum = 1U << 30U, kMostSecondSum = 1U << 31U;

double scale_of(double most, double most_units, double sum, double most_sum) {
  if (!(most > 0)) return 1;
  return std::min(most_units / most, most_sum / sum);
}

template <std::uint32_t kFeatures>
void sum_word(std::span<const std::uint64_t> words, std::span<const std::uint32_t> rows,
              std::span<const RowGradient> gradients, const std::array<GradientSum*, 8>& cells) {
  for (const std::uint32_t row : rows) {
    const std::uint64_t bins = words[row];
    const GradientSum add = widened(gradients[row]);
    for (std::uint32_t f = 0; f < kFeatures; ++f) cells[f][bins >> (8 * f) & 0xFFU] += add;
  }
}

}  // namespace

GradientScale finest_scale(double most_first, double sum_first, double most_second, double sum_second) {
  return {.first = scale_of(most_first, kMostFirst, sum_first, kMostFirstSum),
          .second = scale_of(most_second, kMostSecond, sum_second, kMostSecondSum)};
}

void sum_gradients(const PackedBins& bins, std::span<const std::uint32_t> rows,
                   std::span<const RowGradient> gradients, std::vector<GradientSum>& cells) {
  using Sum = decltype(&sum_word<1>);
  constexpr std::array<Sum, 8> kSums = {sum_word<1>, sum_word<2>, sum_word<3>, sum_word<4>,
                                        sum_word<5>, sum_word<6>, sum_word<7>, sum_word<8>};
  cells.assign(bins.cell_count(), 0);
  for (std::uint32_t word = 0; word < bins.word_count(); ++word) {
    const std::uint32_t first = word * PackedBins::kTogether;
    const std::uint32_t count = std::min(bins.feature_count() - first, PackedBins::kTogether);
    std::array<GradientSum*, 8> starts{};
    for (std::uint32_t f = 0; f < count; ++f) starts[f] = cells.data() + bins.first(first + f);
    kSums[count - 1](bins.words(word), rows, gradients, starts);
  }
}

void subtract(std::span<const GradientSum> child, std::span<GradientSum> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] -= child[i];
}

}  // namespace shohin
