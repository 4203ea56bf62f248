// Proves that a model of every kind is the same model after writing and reading, and that every cut and every
// flipped bit of the small ones is refused or gives a sound model.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "made_models.h"
#include "model/onnx.h"
#include "model/predict.h"

using Bytes = std::vector<std::uint8_t>;

namespace {

std::vector<float> answers(const shohin::Model& model, const std::vector<float>& rows) {
  std::vector<float> p(rows.size() / model.feature_count() * model.class_count());
  shohin::Predictor(model).predict(rows, p);
  return p;
}

// Every probability a number from 0 to 1, every row's sum 1.
bool are_probabilities(const std::vector<float>& p, std::uint32_t classes) {
  for (std::size_t row = 0; row < p.size(); row += classes) {
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      if (!(p[row + c] >= 0 && p[row + c] <= 1.0001F)) return false;
      sum += p[row + c];
    }
    if (std::fabs(sum - 1) > 1e-4 && sum != 0) return false;  // 0: all too small to raise
  }
  return true;
}

// The cuts and flipped bits of every second small model: two tests, so that they run at the same time.
void survive_damage(bool odd) {
  std::uint32_t seeds = 0, tried = 0, sound = 0, refused = 0;
  for (const auto& [name, model, is_seed] : shohin::made_models()) {
    if (!is_seed || (seeds++ % 2 == 1) != odd) continue;
    ++tried;
    INFO(name);
    const Bytes good = shohin::write_onnx(model);
    for (std::size_t size = 0; size < good.size(); ++size)
      REQUIRE_FALSE(shohin::read_onnx(std::span(good).first(size)));
    Bytes changed = good;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      if (const auto read = shohin::read_onnx(changed)) {
        ++sound;
        const auto allowed = shohin::made_rows(read->contract, 2, 2);
        if (!are_probabilities(answers(*read, allowed), read->class_count())) FAIL(name << " bit " << bit);
      } else {
        ++refused;
      }
      changed[bit / 8] = good[bit / 8];
    }
  }
  CHECK(tried == 5);
  CHECK(sound > 0);  // a threshold, a title
  CHECK(refused > sound);
}

}  // namespace

TEST_CASE("a model of every kind answers the same after writing and reading", "[model][onnx]") {
  for (const auto& [name, model, is_seed] : shohin::made_models()) {
    INFO(name);
    const Bytes bytes = shohin::write_onnx(model);
    const auto read = shohin::read_onnx(bytes);
    if (!read) FAIL(read.error().first().field + " " + read.error().first().value);
    const std::vector<float> rows = shohin::made_rows(model.contract, 300, 1);
    const std::vector<float> ours = answers(model, rows), again = answers(*read, rows);
    CHECK(ours == again);
    CHECK(are_probabilities(ours, model.class_count()));
    CHECK(shohin::write_onnx(*read) == bytes);
    CHECK(shohin::model_digest(*read) == shohin::model_digest(model));
    CHECK(shohin::write_json(read->calibration) == shohin::write_json(model.calibration));
    CHECK(shohin::write_json(read->baseline) == shohin::write_json(model.baseline));
    CHECK(read->card == model.card);
  }
}

TEST_CASE("the digest is of the pipeline and the calibration too", "[model][onnx]") {
  const shohin::Model model = shohin::made_models()[10].model;
  const std::string digest = shohin::model_digest(model);
  shohin::Model other = model;
  SECTION("an exponent") { other.exponent = 2; }
  SECTION("a scale") { other.pipeline.numbers[0].scale = 2; }
  SECTION("a fill") { other.pipeline.numbers[0].fill = 2; }
  SECTION("a category") { other.pipeline.categories[0].category = 3; }
  CHECK(shohin::model_digest(other) != digest);
}

TEST_CASE("every cut and every flipped bit of five small models is survived", "[model][onnx]") {
  survive_damage(false);
}

TEST_CASE("every cut and every flipped bit of five other small models is survived", "[model][onnx]") {
  survive_damage(true);
}
