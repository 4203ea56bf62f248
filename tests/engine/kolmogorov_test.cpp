// Proves that Kolmogorov's and Smirnov's distributions are SciPy 1.17's (kstwo.sf, special.smirnov),
// whichever of the ways to them is taken, and that the ways agree where they meet.
#include "numeric/kolmogorov.h"

#include <catch_amalgamated.hpp>
#include <cmath>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using shohin::kolmogorov_at_least;

namespace {

struct Value {
  double d;
  std::uint64_t n;
  double p;
};

}  // namespace

TEST_CASE("the probability of Kolmogorov's distance is SciPy's", "[numeric]") {
  const std::vector<Value> values = {{0.2, 5, 0.9616},
                                     {0.78, 25, 1.3443392825080688e-16},
                                     {0.46, 25, 2.3242870879573976e-05},
                                     {0.15, 10, 0.95396527},
                                     {0.06, 10, 0.9999999999628411},
                                     {0.3, 10, 0.27053557479999946},
                                     {0.6, 10, 0.0005681672000000003},
                                     {0.95, 10, 1.9531250000000172e-13},
                                     {0.05, 140, 0.8576480297656114},
                                     {0.1, 140, 0.11353657290090946},
                                     {0.16, 140, 0.001344016324418744},
                                     {0.2, 140, 2.1981563302200222e-05},
                                     {0.05, 150, 0.8290828416799794},
                                     {0.1, 200, 0.03411035080315383},
                                     {0.01, 1000, 0.9999496745370611},
                                     {0.03, 1000, 0.3226902143914636},
                                     {0.04, 1000, 0.07933956059000224},
                                     {0.06074, 500, 0.04792435304743037},
                                     {0.2, 1000, 1.5528629204250538e-35},
                                     {0.002, 100000, 0.8178408363081542},
                                     {0.001, 100000, 0.9999638407940036},
                                     {0.003, 100000, 0.3284563327726956},
                                     {0.01, 100000, 4.093278023549254e-09},
                                     {0.0008, 900000, 0.6118329154199111},
                                     {0.002, 900000, 0.0014911751530685168},
                                     {0.0006, 2000000, 0.46737858083717476},
                                     {0.0012, 2000000, 0.006297183259583361}};
  for (const Value& value : values) {
    INFO("d " << value.d << ", n " << value.n);
    CHECK_THAT(kolmogorov_at_least(value.d, value.n), WithinAbs(value.p, 1e-12));
  }
}

TEST_CASE("far out the probability keeps its leading digits", "[numeric]") {
  CHECK_THAT(kolmogorov_at_least(0.78, 25), WithinRel(1.3443392825080688e-16, 1e-11));
  CHECK_THAT(kolmogorov_at_least(0.2, 1000), WithinRel(1.5528629204250538e-35, 1e-11));
  CHECK_THAT(kolmogorov_at_least(0.95, 10), WithinRel(1.953125e-13, 1e-11));
  CHECK(kolmogorov_at_least(0.7, 1000) == 0);
}

TEST_CASE("a distance out of its range is sure or impossible", "[numeric]") {
  CHECK(kolmogorov_at_least(0, 10) == 1);
  CHECK(kolmogorov_at_least(0.05, 10) == 1);
  CHECK(kolmogorov_at_least(1, 10) == 0);
}

TEST_CASE("the one-sided probability is SciPy's", "[numeric]") {
  CHECK_THAT(shohin::smirnov_at_least(0.1, 50), WithinRel(0.34490701996888, 1e-12));
  CHECK_THAT(shohin::smirnov_at_least(0.02, 5000), WithinRel(0.01806981293722266, 1e-12));
  CHECK_THAT(shohin::smirnov_at_least(0.4, 7), WithinRel(0.07981061986077227, 1e-12));
}

TEST_CASE("matrix and series agree where one takes over from the other", "[numeric]") {
  for (const std::uint64_t n : {200U, 1000U, 5000U}) {
    const double d = std::pow(1.4 / static_cast<double>(n), 2.0 / 3);
    CHECK_THAT(shohin::kolmogorov_by_series(d, n), WithinAbs(shohin::kolmogorov_by_matrix(d, n), 1e-5));
  }
}
