// Proves that no bytes can make the ONNX reader do harm: what it takes is sound, predicts probabilities that
// add up to one, and reads back from what we write as the same bytes.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "model/check_trees.h"
#include "model/onnx.h"
#include "model/predict.h"
#include "require.h"

using shohin::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = shohin::read_onnx({data, size});
  if (!model) {
    require(!model.error().empty());
    return 0;
  }
  const auto features = static_cast<std::uint32_t>(model->contract.features.size());
  require(!shohin::tree_fault(*model->trees(), features));
  std::vector<float> rows(features, std::numeric_limits<float>::quiet_NaN());
  rows.insert(rows.end(), features, 1.0F);
  std::vector<float> p(2 * std::size_t{model->class_count()});
  shohin::Predictor(*model).predict(rows, p);
  float sum = 0;
  for (const float one : p) sum += one;
  require(sum == 2.0F);
  const auto written = shohin::write_onnx(*model);
  const auto again = shohin::read_onnx(written);
  require(again.has_value());
  require(shohin::write_onnx(*again) == written);
  return 0;
}
