#include "learn/least_value.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace shohin {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t kRemembered = 10;  // steps
constexpr std::uint32_t kHalvings = 40;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void add(Vector& to, double factor, const Vector& other) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * other[i];
}

double largest(const Vector& values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::fabs(value));
  return most;
}

// A step and how the gradient changed over it.
struct Pair {
  Vector step, change;
  double product = 0;  // of the two
};

// The gradient times the inverse curvature that the pairs tell of, downhill.
Vector direction_of(const Vector& gradient, const std::deque<Pair>& pairs) {
  Vector direction = gradient;
  Vector factors;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
    factors.push_back(dot(pair->step, direction) / pair->product);
    add(direction, -factors.back(), pair->change);
  }
  const double size = pairs.empty() ? 1 / std::max(1.0, largest(gradient))
                                    : pairs.back().product / dot(pairs.back().change, pairs.back().change);
  for (double& each : direction) each *= size;
  for (const Pair& pair : pairs) {
    add(direction, factors.back() - dot(pair.change, direction) / pair.product, pair.step);
    factors.pop_back();
  }
  for (double& each : direction) each = -each;
  return direction;
}

void remember(std::deque<Pair>& pairs, Pair pair) {
  pair.product = dot(pair.step, pair.change);
  if (!(pair.product > 1e-12 * dot(pair.change, pair.change))) return;
  pairs.push_back(std::move(pair));
  if (pairs.size() > kRemembered) pairs.pop_front();
}

}  // namespace

bool descend(const Slope& slope, std::vector<double>& point, const DescentOptions& options,
             const std::function<bool(std::uint32_t)>& after_step) {
  Vector gradient(point.size()), next_gradient(point.size()), next;
  std::deque<Pair> pairs;
  double value = slope(point, gradient);
  for (std::uint32_t step = 0; step < options.most_steps && largest(gradient) > options.tolerance; ++step) {
    const Vector direction = direction_of(gradient, pairs);
    const double descent = dot(direction, gradient);
    double length = 1, next_value = 0;
    bool pays = false;
    for (std::uint32_t half = 0; half < kHalvings && !pays; ++half, length /= 2) {
      next = point;
      add(next, length, direction);
      next_value = slope(next, next_gradient);
      pays = next_value <= value + 1e-4 * length * descent;
    }
    if (!pays || !(descent < 0)) return true;  // as low as doubles can tell
    Pair pair{.step = next, .change = next_gradient};
    add(pair.step, -1, point);
    add(pair.change, -1, gradient);
    remember(pairs, std::move(pair));
    point = next;
    gradient = next_gradient;
    value = next_value;
    if (!after_step(step + 1)) return false;
  }
  return true;
}

}  // namespace shohin
