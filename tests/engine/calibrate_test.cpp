// Proves that calibrated probabilities, prediction sets and expected gains are what their sources define.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "calibrate/conformal.h"
#include "calibrate/measurement_gain.h"
#include "calibrate/rounded.h"
#include "calibrate/temperature.h"
#include "data/random.h"
#include "made_ensemble.h"
#include "made_table.h"
#include "missing.h"
#include "model/predict.h"

using Catch::Approx;
using shohin::Conformal;
using shohin::HeldOut;
using shohin::Random;

namespace {

// Rows whose labels are drawn by the very probabilities that are given.
struct Drawn {
  std::vector<float> probabilities;
  std::vector<std::uint32_t> labels;

  [[nodiscard]] HeldOut held_out() const { return {probabilities, labels, 3}; }
};

Drawn draw(std::uint32_t rows, std::uint64_t seed) {
  Random random(seed);
  Drawn out;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const double a = random.unit() + 0.05, b = random.unit() * random.unit() + 0.05, c = random.unit() + 0.05;
    const double total = a + b + c, at = random.unit() * total;
    for (const double one : {a, b, c}) out.probabilities.push_back(static_cast<float>(one / total));
    out.labels.push_back(at < a ? 0 : at < a + b ? 1 : 2);
  }
  return out;
}

// p^exponent, normalised, by the C library: [row x 3].
void raise(std::vector<float>& p, double exponent) {
  for (std::size_t row = 0; row < p.size(); row += 3) {
    double total = 0;
    for (std::size_t c = 0; c < 3; ++c) total += std::pow(p[row + c], exponent);
    for (std::size_t c = 0; c < 3; ++c)
      p[row + c] = static_cast<float>(std::pow(p[row + c], exponent) / total);
  }
}

double mean_loss(Drawn rows, float exponent) {
  raise(rows.probabilities, exponent);
  double sum = 0;
  for (std::size_t row = 0; row < rows.labels.size(); ++row)
    sum -= std::log(rows.probabilities[row * 3 + rows.labels[row]]);
  return sum / static_cast<double>(rows.labels.size());
}

}  // namespace

TEST_CASE("the temperature of answers that are too sure brings them back", "[calibrate]") {
  Drawn rows = draw(40'000, 3);
  raise(rows.probabilities, 2);  // as if T were 1/2
  CHECK(shohin::fit_exponent(rows.held_out()) == Approx(0.5).epsilon(0.03));
}

TEST_CASE("no other temperature has a smaller log loss", "[calibrate]") {
  Drawn rows = draw(20'000, 4);  // so many that the prior weighs nothing
  raise(rows.probabilities, 0.4);
  const float best = shohin::fit_exponent(rows.held_out());
  for (const float other : {0.9F, 0.98F, 1.02F, 1.1F})
    CHECK(mean_loss(rows, best) < mean_loss(rows, best * other));
}

TEST_CASE("a temperature stays within its bounds and is 1 without rows", "[calibrate]") {
  CHECK(shohin::fit_exponent({{}, {}, 3}) == 1);
  const std::vector<float> sure = {0.6F, 0.4F, 0.7F, 0.3F};
  const float right = shohin::fit_exponent({sure, std::vector<std::uint32_t>{0, 0}, 2});
  CHECK(right > 1);  // surer, but two rows are no proof
  CHECK(right < 2);
  CHECK(shohin::fit_exponent({sure, std::vector<std::uint32_t>{1, 1}, 2}) < 1);
  const std::vector<float> many(4000, 0.5F);  // says nothing, so the prior decides
  CHECK(shohin::fit_exponent({many, std::vector<std::uint32_t>(2000, 0), 2}) == Approx(1));
  const std::vector<float> certain = {1, 0, 1, 0};  // and once wrong
  CHECK(shohin::fit_exponent({certain, std::vector<std::uint32_t>{0, 1}, 2}) < 1);
}

TEST_CASE("the predictor raises probabilities to the model's exponent and normalises them", "[calibrate]") {
  shohin::Model model;
  model.contract = shohin::made_contract(3);
  model.predictor = shohin::three_trees();
  const std::vector<float> rows = {1, 4, 0, 0, 0, 9, 1, 0, 0, 0, 9, kMissing, 0, 0, 0};
  std::vector<float> plain(9), calibrated(9);
  shohin::Predictor(model).predict(rows, plain);
  model.exponent = 0.731F;
  shohin::Predictor(model).predict(rows, calibrated);
  raise(plain, 0.731);
  for (std::size_t i = 0; i < 9; ++i) CHECK(calibrated[i] == Approx(plain[i]).margin(1e-7));
}

TEST_CASE("thresholds are the finite-sample quantiles", "[calibrate]") {
  std::vector<float> p;
  for (int i = 1; i <= 19; ++i)
    p.insert(p.end(), {static_cast<float>(i) / 20, 1 - static_cast<float>(i) / 20});
  const std::vector<std::uint32_t> labels(19, 0);  // the truth's: 0.05, 0.1 ... 0.95
  const auto conformal = shohin::fit_conformal({p, labels, 2});
  REQUIRE(conformal);
  CHECK(conformal->rows == 19);
  REQUIRE(conformal->least_probability.size() == 30);
  CHECK(conformal->least_probability[3] == 0);      // 4 % of 20 rows: none may be missed
  CHECK(conformal->least_probability[4] == 0.05F);  // 5 %: the row below the smallest
  CHECK(conformal->least_probability[9] == 0.1F);
  CHECK(conformal->least_probability[29] == 0.3F);
  CHECK_FALSE(shohin::fit_conformal({{}, {}, 2}));
}

TEST_CASE("sets hold the truth as often as they promise", "[calibrate]") {
  for (const double rate : {0.05, 0.1, 0.2}) {
    std::uint32_t held = 0, all = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const Drawn calibration = draw(200, 2 * seed), fresh = draw(1000, 2 * seed + 1);
      const Conformal conformal = shohin::fit_conformal(calibration.held_out()).value();
      for (std::size_t row = 0; row < 1000; ++row, ++all) {
        const auto set =
            shohin::conformal_set(conformal, std::span(fresh.probabilities).subspan(row * 3, 3), rate);
        held += std::count(set.begin(), set.end(), fresh.labels[row]) > 0 ? 1 : 0;
      }
    }
    CAPTURE(rate);
    CHECK(static_cast<double>(held) / all == Approx(1 - rate).margin(0.01));
  }
}

TEST_CASE("a set lists the likeliest class first, and shrinks as more errors are allowed", "[calibrate]") {
  Conformal conformal{.rows = 99, .least_probability = {}};
  for (int i = 0; i < 30; ++i) conformal.least_probability.push_back(static_cast<float>(i) / 40);
  const std::vector<float> p = {0.2F, 0.5F, 0.3F};
  CHECK(shohin::conformal_set(conformal, p, 0.01) == std::vector<std::uint32_t>{1, 2, 0});
  CHECK(shohin::conformal_set(conformal, p, 0.1) == std::vector<std::uint32_t>{1, 2});
  CHECK(shohin::conformal_set(conformal, p, 0.2) == std::vector<std::uint32_t>{1});
  CHECK(shohin::conformal_set(conformal, p, 0.3).empty());
}

TEST_CASE("what is shown is never empty: classes that are likely enough together", "[calibrate]") {
  const Conformal conformal{.rows = 9, .least_probability = std::vector<float>(30, 0.85F)};
  const auto shown = [&](const std::vector<float>& p) { return shohin::prediction_set(conformal, p, 0.1); };
  CHECK(shown({0.86F, 0.1F, 0.04F}) == std::vector<std::uint32_t>{0});
  CHECK(shohin::conformal_set(conformal, std::vector<float>{0.08F, 0.8F, 0.12F}, 0.1).empty());
  CHECK(shown({0.08F, 0.8F, 0.12F}) == std::vector<std::uint32_t>{1, 2});
  CHECK(shown({0.3F, 0.35F, 0.35F}) == std::vector<std::uint32_t>{1, 2, 0});
}

TEST_CASE("a measurement that decides is worth the whole doubt, one that says nothing is not offered",
          "[calibrate]") {
  auto contract = shohin::made_contract(2);
  for (auto& feature : contract.features) feature.required = false;
  std::vector<std::vector<float>> columns(5);
  std::vector<std::uint32_t> labels;
  Random random(5);
  for (std::uint32_t row = 0; row < 20'000; ++row) {
    const std::uint32_t label = row % 2;
    columns[0].push_back(static_cast<float>(label));              // decides
    columns[1].push_back(static_cast<float>(random.below(100)));  // says nothing
    columns[2].push_back(kMissing);                               // never told
    columns[3].push_back(
        static_cast<float>(random.below(4) == 0 ? 3 : label));  // decides three times in four
    columns[4].push_back(0.5F);
    labels.push_back(label);
  }
  const auto shares = shohin::count_measurements(contract, {columns, labels});
  REQUIRE(shares);
  const std::vector<float> nothing(5, kMissing);
  const auto even = shohin::expected_gains(*shares, nothing, std::vector<float>{0.5F, 0.5F});
  REQUIRE(even.size() == 2);
  CHECK(even[0].feature == 0);
  CHECK(even[0].bits == Approx(1).margin(0.01));
  CHECK(even[1].feature == 3);
  CHECK(even[1].bits == Approx(0.75).margin(0.02));
  const double doubt = -(0.9 * std::log2(0.9) + 0.1 * std::log2(0.1));
  CHECK(shohin::expected_gains(*shares, nothing, std::vector<float>{0.9F, 0.1F})[0].bits ==
        Approx(doubt).margin(0.01));
  const std::vector<float> known = {1, 1, 1, kMissing, 1};
  CHECK(shohin::expected_gains(*shares, known, std::vector<float>{0.5F, 0.5F})[0].feature == 3);
}

TEST_CASE("a contract without optional features has no next measurement", "[calibrate]") {
  auto contract = shohin::made_contract(2);
  for (auto& feature : contract.features) feature.required = true;
  const auto table = shohin::made_table(50, 2);
  CHECK_FALSE(shohin::count_measurements(contract, {table.columns, table.labels}));
}

TEST_CASE("numbers are rounded to significant digits", "[calibrate]") {
  CHECK(shohin::rounded(0.0123456, 3) == Approx(0.0123).epsilon(1e-15));
  CHECK(shohin::rounded(-98.7654, 4) == Approx(-98.77).epsilon(1e-15));
  CHECK(shohin::rounded(123456.7, 3) == 123457);
  CHECK(shohin::rounded(0, 3) == 0);
}
