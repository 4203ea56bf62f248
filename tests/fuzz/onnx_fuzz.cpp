// Proves that no bytes can make the ONNX reader do harm: what it takes is sound, predicts probabilities for
// every row that its contract allows, and reads back from what we write as the same bytes.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "calibrate/certainty_json.h"
#include "explain/explainer.h"
#include "model/check_inputs.h"
#include "model/check_trees.h"
#include "model/onnx.h"
#include "model/predict.h"
#include "require.h"

using shohin::Feature;
using shohin::FeatureKind;
using shohin::require;

namespace {

// Two rows at the ends of what the contract allows; what may be missing is, in the second.
std::vector<float> rows_of(const shohin::Contract& contract) {
  std::vector<float> rows;
  for (const bool second : {false, true})
    for (const Feature& feature : contract.features) {
      const bool category = feature.kind == FeatureKind::kCategorical;
      const double value = category ? 0 : second ? feature.max : feature.min;
      rows.push_back(second && !feature.required ? std::numeric_limits<float>::quiet_NaN()
                                                 : static_cast<float>(value));
    }
  return rows;
}

void check_answers(const shohin::Model& model) {
  const std::uint32_t classes = model.class_count();
  std::vector<float> p(2 * std::size_t{classes});
  shohin::Predictor(model).predict(rows_of(model.contract), p);
  for (const std::size_t row : {std::size_t{0}, std::size_t{classes}}) {
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      require(p[row + c] >= 0 && p[row + c] <= 1.001F);
      sum += static_cast<double>(p[row + c]);
    }
    // All may be too small to raise.
    require((sum > 0.999 && sum < 1.001) || (sum == 0 && model.exponent != 1));
  }
}

// What a file says of its certainty, and why it answers, must be safe to compute with whatever it says.
void check_certainty(const shohin::Model& model) {
  const std::vector<float> rows = rows_of(model.contract);
  const auto row = std::span(rows).first(model.feature_count());
  std::vector<float> p(model.class_count());
  shohin::Predictor(model).predict(row, p);
  if (const auto calibration = shohin::read_calibration(model.calibration, model.contract)) {
    const auto said = shohin::certainty_json(*calibration, model.contract, row, p);
    require(!calibration->conformal || !said.empty());
    const auto again = shohin::read_calibration(shohin::calibration_json(*calibration), model.contract);
    require(again.has_value());
  }
  if (const auto explainer = shohin::Explainer::make(model))
    require(explainer->explain(row).contributions.size() == std::size_t{model.class_count()} * row.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = shohin::read_onnx({data, size});
  if (!model) {
    require(!model.error().empty());
    return 0;
  }
  require(!shohin::pipeline_fault(model->pipeline, model->contract));
  if (const shohin::TreeEnsemble* trees = model->trees())
    require(!shohin::tree_fault(*trees, model->pipeline.input_count(model->feature_count())));
  else
    require(!shohin::linear_fault(*model->linear(), model->pipeline, model->contract));
  check_answers(*model);
  check_certainty(*model);
  const auto written = shohin::write_onnx(*model);
  const auto again = shohin::read_onnx(written);
  require(again.has_value());
  require(shohin::write_onnx(*again) == written);
  return 0;
}
