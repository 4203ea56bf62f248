#include "bonsai/leaf_density.h"

#include <array>
#include <cmath>

#include "numeric/elementary.h"

namespace shohin {
namespace {

// The positive half of the 24-point Gauss-Legendre rule on [-1, 1]; the other half mirrors it.
struct Node {
  double place, weight;
};
constexpr std::array<Node, 12> kNodes = {{{0.06405689286260563, 0.12793819534675202},
                                          {0.1911188674736163, 0.12583745634682825},
                                          {0.3150426796961634, 0.1216704729278033},
                                          {0.4337935076260451, 0.11550566805372552},
                                          {0.5454214713888396, 0.10744427011596556},
                                          {0.6480936519369755, 0.09761865210411393},
                                          {0.7401241915785544, 0.0861901615319532},
                                          {0.820001985973903, 0.07334648141108016},
                                          {0.8864155270044011, 0.05929858491543636},
                                          {0.9382745520027328, 0.04427743881741941},
                                          {0.9747285559713095, 0.02853138862893356},
                                          {0.9951872199970213, 0.01234122979998869}}};

// The leaf given the logarithm of its bonsai factor: two normals, or two correlated ones.
class LeafGivenFactor {
 public:
  LeafGivenFactor(double length, double width, const Taxon& taxon, double noise)
      : log_length_(natural_log(length)),
        log_width_(natural_log(width)),
        needle_(taxon.shape == LeafShape::kNeedle),
        first_(log_normal(taxon.first)),
        second_(log_normal(taxon.second)),
        blur_(noise * noise) {}

  [[nodiscard]] double operator()(double log_factor) const {
    return needle_ ? needle(log_factor) : blade(log_factor);
  }

 private:
  [[nodiscard]] double needle(double log_factor) const {
    const double length_variance = first_.spread * first_.spread + blur_;
    const double width_variance = second_.spread * second_.spread + blur_;
    const double x = log_length_ - first_.middle - log_factor;
    const double y = log_width_ - second_.middle;
    return exponential(-(x * x / length_variance + y * y / width_variance) / 2) /
           std::sqrt(length_variance * width_variance);
  }

  // log width = first + factor + blur, log length = first + second + factor + another blur
  [[nodiscard]] double blade(double log_factor) const {
    const double shared = first_.spread * first_.spread;
    const double width_variance = shared + blur_;
    const double length_variance = shared + second_.spread * second_.spread + blur_;
    const double determinant = width_variance * length_variance - shared * shared;
    const double x = log_width_ - first_.middle - log_factor;
    const double y = log_length_ - first_.middle - second_.middle - log_factor;
    const double distance = length_variance * x * x - 2 * shared * x * y + width_variance * y * y;
    return exponential(-distance / determinant / 2) / std::sqrt(determinant);
  }

  double log_length_, log_width_;
  bool needle_;
  LogNormal first_, second_;
  double blur_;
};

}  // namespace

double leaf_density(double length, double width, const Taxon& taxon, double noise) {
  const LeafGivenFactor density(length, width, taxon, noise);
  constexpr double kMiddle = (kBonsaiFactorLow + kBonsaiFactorHigh) / 2;
  constexpr double kHalf = (kBonsaiFactorHigh - kBonsaiFactorLow) / 2;
  double sum = 0;
  for (const Node& node : kNodes)
    sum += node.weight / 2 *
           (density(natural_log(kMiddle - kHalf * node.place)) +
            density(natural_log(kMiddle + kHalf * node.place)));
  return sum;
}

}  // namespace shohin
