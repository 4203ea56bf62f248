// Proves that a sketch keeps what it promises of raw samples of many shapes: the true distances lie within
// its bounds, and merging in any order and grouping gives the same sketch as counting at once.
#include "drift/sketch.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "data/random.h"
#include "drift/samples.h"

using shohin::Random;
using shohin::Sketch;
using Numbers = std::vector<float>;

namespace {

// Four shapes: even, heavy-tailed, coarse steps, one value that is most of the rest.
float draw(std::uint32_t shape, double shift, Random& random) {
  const double unit = random.unit();
  if (shape == 0) return static_cast<float>(unit + shift);
  if (shape == 1) return static_cast<float>(1 / (unit + 0.01) + 10 * shift);
  if (shape == 2) return static_cast<float>(std::floor(unit * 6 + shift));
  return unit < 0.7 ? 2.0F : static_cast<float>(4 * random.unit() + shift);
}

Numbers sample(std::uint32_t shape, double shift, std::uint32_t rows, Random& random) {
  Numbers out;
  for (std::uint32_t i = 0; i < rows; ++i) out.push_back(draw(shape, shift, random));
  std::sort(out.begin(), out.end());
  return out;
}

Sketch sketch_of(const shohin::Bins& bins, const Numbers& values) {
  Sketch sketch{.bins = bins};
  for (const float value : values) sketch.add(value);
  return sketch;
}

void check_bounds(const Numbers& reference, const Numbers& data) {
  const shohin::Bins bins{.edges = shohin::quantile_edges(reference, 40)};
  const Sketch r = sketch_of(bins, reference), d = sketch_of(bins, data);
  constexpr double kRounding = 1e-9;
  const auto distance = shohin::kolmogorov_smirnov_distance(r, d);
  const double true_distance =
      shohin::kolmogorov_smirnov_distance(shohin::Sample(reference), shohin::Sample(data));
  CHECK(distance.at_least <= true_distance + kRounding);
  CHECK(true_distance <= distance.at_most + kRounding);
  const auto area = shohin::wasserstein_distance(r, d);
  const double true_area = shohin::wasserstein_distance(shohin::Sample(reference), shohin::Sample(data));
  CHECK(area.at_least <= true_area + kRounding * (1 + true_area));
  CHECK(true_area <= area.at_most + kRounding * (1 + true_area));
}

bool same(const Sketch& a, const Sketch& b) {
  return a.counts == b.counts && a.missing == b.missing && a.least == b.least && a.most == b.most;
}

}  // namespace

TEST_CASE("the true distances lie within a sketch's bounds", "[drift]") {
  for (std::uint32_t trial = 0; trial < 200; ++trial) {
    Random random(trial, 7);
    const std::uint32_t shape = trial % 4;
    const double shift = 0.6 * random.unit();
    INFO("trial " << trial);
    check_bounds(sample(shape, 0, 30 + random.below(900), random),
                 sample(shape, shift, 1 + random.below(900), random));
  }
}

TEST_CASE("of even values forty bins know the distance within a fortieth", "[drift]") {
  Random random(1);
  const Numbers reference = sample(0, 0, 4000, random), data = sample(0, 0.1, 1000, random);
  const shohin::Bins bins{.edges = shohin::quantile_edges(reference, 40)};
  const auto distance =
      shohin::kolmogorov_smirnov_distance(sketch_of(bins, reference), sketch_of(bins, data));
  CHECK(distance.at_most - distance.at_least <= 1.0 / 40 + 1e-9);
}

TEST_CASE("few distinct values are known exactly", "[drift]") {
  const Numbers reference = {1, 1, 2, 2, 3, 3}, data = {1, 2, 2, 2, 3, 3};
  const shohin::Bins bins{.edges = shohin::quantile_edges(reference, 40)};
  const auto distance =
      shohin::kolmogorov_smirnov_distance(sketch_of(bins, reference), sketch_of(bins, data));
  CHECK(distance.value ==
        shohin::kolmogorov_smirnov_distance(shohin::Sample(reference), shohin::Sample(data)));
}

TEST_CASE("sketches merge in any order and grouping to the same", "[drift]") {
  Random random(11);
  const Numbers all = sample(1, 0, 3000, random);
  const shohin::Bins bins{.edges = shohin::quantile_edges(all, 40)};
  std::vector<Sketch> parts(7, Sketch{.bins = bins});
  for (const float value : all) parts[random.below(7)].add(value);
  parts[3].add(NAN);
  Sketch whole = sketch_of(bins, all);
  whole.add(NAN);
  Sketch forwards{.bins = bins}, backwards{.bins = bins}, left{.bins = bins}, right{.bins = bins};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    forwards.merge(parts[i]);
    backwards.merge(parts[parts.size() - 1 - i]);
    (i < 3 ? left : right).merge(parts[i]);
  }
  left.merge(right);
  CHECK(same(forwards, whole));
  CHECK(same(backwards, whole));
  CHECK(same(left, whole));
}

TEST_CASE("an empty sketch is at no distance", "[drift]") {
  const shohin::Bins bins{.edges = {1, 2}};
  const Sketch empty{.bins = bins}, one = sketch_of(bins, {1.5F});
  CHECK(shohin::kolmogorov_smirnov_distance(empty, one).at_most == 0);
  CHECK(shohin::wasserstein_distance(one, empty).at_most == 0);
  CHECK(shohin::wasserstein_distance(one, one).value == 0);
}
