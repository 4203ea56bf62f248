// Durbin's matrix as Marsaglia, Tsang and Wang raise it to its power ("Evaluating Kolmogorov's Distribution",
// J. Statistical Software 8/18, 2003): n d = k - h, a matrix of 2 k - 1 rows, P = n! / n^n times the middle
// element of its n-th power.
#include <cmath>
#include <utility>
#include <vector>

#include "numeric/kolmogorov.h"

namespace shohin {
namespace {

constexpr int kScale = 128;  // powers of two taken out so that nothing overflows

class Square {
 public:
  explicit Square(std::size_t size) : size_(size), values_(size * size) {}

  double& at(std::size_t row, std::size_t column) { return values_[row * size_ + column]; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const { return values_[row * size_ + column]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] int exponent() const { return exponent_; }
  [[nodiscard]] double middle() const { return at(size_ / 2, size_ / 2); }

  [[nodiscard]] Square times(const Square& other) const {
    Square out(size_);
    for (std::size_t i = 0; i < size_; ++i)
      for (std::size_t k = 0; k < size_; ++k) {
        const double factor = at(i, k);
        if (factor == 0) continue;
        for (std::size_t j = 0; j < size_; ++j) out.at(i, j) += factor * other.at(k, j);
      }
    out.exponent_ = exponent_ + other.exponent_;
    out.scale();
    return out;
  }

 private:
  void scale() {
    if (middle() < std::ldexp(1.0, kScale)) return;
    for (double& value : values_) value = std::ldexp(value, -kScale);
    exponent_ += kScale;
  }

  std::size_t size_;
  std::vector<double> values_;
  int exponent_ = 0;
};

Square durbin_matrix(std::size_t size, double h) {
  Square matrix(size);
  std::vector<double> over_factorial(size + 1, 1);  // 1 / i!
  for (std::size_t i = 1; i <= size; ++i) over_factorial[i] = over_factorial[i - 1] / static_cast<double>(i);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size && j <= i + 1; ++j) matrix.at(i, j) = over_factorial[i + 1 - j];
  for (std::size_t i = 0; i < size; ++i) {
    const double edge = (1 - std::pow(h, static_cast<double>(i + 1))) * over_factorial[i + 1];
    matrix.at(i, 0) = edge;
    matrix.at(size - 1, size - 1 - i) = edge;
  }
  const auto order = static_cast<double>(size);
  matrix.at(size - 1, 0) =
      (1 - 2 * std::pow(h, order) + (2 * h > 1 ? std::pow(2 * h - 1, order) : 0)) * over_factorial[size];
  return matrix;
}

Square power_of(Square base, std::uint64_t n) {
  Square out(base.size());
  for (std::size_t i = 0; i < base.size(); ++i) out.at(i, i) = 1;
  for (; n > 0; n /= 2) {
    if (n % 2 == 1) out = out.times(base);
    if (n > 1) base = base.times(base);
  }
  return out;
}

}  // namespace

double kolmogorov_by_matrix(double d, std::uint64_t n) {
  const auto all = static_cast<double>(n);
  const double k = std::ceil(all * d);
  const auto size = static_cast<std::size_t>(2 * k - 1);
  const Square power = power_of(durbin_matrix(size, k - all * d), n);
  double value = power.middle();
  int exponent = power.exponent();
  for (std::uint64_t i = 1; i <= n; ++i) {
    value *= static_cast<double>(i) / all;
    if (value > std::ldexp(1.0, -kScale)) continue;
    value = std::ldexp(value, kScale);
    exponent -= kScale;
  }
  return std::ldexp(value, exponent);
}

}  // namespace shohin
