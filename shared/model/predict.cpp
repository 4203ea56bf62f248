#include "model/predict.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "model/float_buffer.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr std::size_t kRowsAtOnce = 64;  // what lies between the steps stays in the nearest cache

void softmax(std::span<const float> sums, std::span<float> probabilities) {
  const double highest = *std::max_element(sums.begin(), sums.end());
  std::array<double, 64> kept;  // of the first classes; of more it is found twice
  double total = 0;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const double raised = exponential(sums[c] - highest);
    if (c < kept.size()) kept[c] = raised;
    total += raised;
  }
  for (std::size_t c = 0; c < sums.size(); ++c)
    probabilities[c] =
        static_cast<float>((c < kept.size() ? kept[c] : exponential(sums[c] - highest)) / total);
}

void logistic(float sum, std::span<float> probabilities) {
  const double second = 1 / (1 + exponential(-static_cast<double>(sum)));
  probabilities[0] = static_cast<float>(1 - second);
  probabilities[1] = static_cast<float>(second);
}

// A sum of rounded shares may pass 1 by a few units in the last place.
void share_out(float second, std::span<float> probabilities) {
  probabilities[0] = std::max(1 - second, 0.0F);
  probabilities[1] = second;
}

// Temperature scaling (Guo et al. 2017) of probabilities instead of logits: p^(1/T), normalised.
void raise(std::span<float> probabilities, double exponent) {
  double total = 0;
  for (float& p : probabilities) {
    const double raised = p > 0 ? exponential(exponent * natural_log(p)) : 0;
    p = static_cast<float>(raised);
    total += p;
  }
  if (!(total > 0)) return;  // all too small to raise: ONNX's Normalizer leaves zeros alone too
  for (float& p : probabilities) p = static_cast<float>(p / total);
}

}  // namespace

Predictor::Predictor(const Model& model)
    : feature_count_(model.feature_count()),
      class_count_(model.class_count()),
      input_count_(model.pipeline.input_count(feature_count_)),
      output_count_(class_count_),
      pipeline_(model.pipeline),
      link_(Link::kSoftmax),
      exponent_(model.exponent) {
  if (const TreeEnsemble* trees = model.trees()) {
    trees_.emplace(*trees);
    link_ = trees->link;
    output_count_ = trees->output_count();
  } else {
    linear_ = *model.linear();
  }
}

// In the order of the inputs, with doubles between: the same bits everywhere.
void Predictor::add_up(std::span<const float> inputs, std::span<float> sums) const {
  if (trees_) return trees_->predict(inputs, input_count_, sums);
  const std::size_t rows = inputs.size() / input_count_;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::uint32_t c = 0; c < class_count_; ++c) {
      double sum = linear_.intercepts[c];
      for (std::uint32_t i = 0; i < input_count_; ++i)
        sum += static_cast<double>(linear_.weights[std::size_t{c} * input_count_ + i]) *
               inputs[row * input_count_ + i];
      sums[row * class_count_ + c] = static_cast<float>(sum);
    }
}

void Predictor::predict_block(std::span<const float> rows, std::span<float> inputs, std::span<float> sums,
                              std::span<float> probabilities) const {
  const std::size_t row_count = rows.size() / feature_count_;
  for (std::size_t row = 0; !pipeline_.is_identity() && row < row_count; ++row)
    make_inputs(pipeline_, &rows[row * feature_count_], &inputs[row * input_count_]);
  const std::span<float> block_sums =
      link_ == Link::kShares ? probabilities : sums.first(row_count * output_count_);
  add_up(pipeline_.is_identity() ? rows : inputs.first(row_count * input_count_), block_sums);
  for (std::size_t row = 0; row < row_count; ++row) {
    const std::span<float> answer = probabilities.subspan(row * class_count_, class_count_);
    if (link_ == Link::kSoftmax) softmax(block_sums.subspan(row * output_count_, output_count_), answer);
    if (link_ == Link::kLogistic) logistic(block_sums[row], answer);
    if (link_ == Link::kSecondShare) share_out(block_sums[row], answer);
    if (exponent_ != 1) raise(answer, exponent_);
  }
}

void Predictor::predict(std::span<const float> rows, std::span<float> probabilities) const {
  assert(rows.size() % feature_count_ == 0);
  assert(probabilities.size() == rows.size() / feature_count_ * class_count_);
  if (pipeline_.is_identity() && link_ == Link::kShares && exponent_ == 1)
    return trees_->predict(rows, feature_count_, probabilities);
  const std::size_t row_count = rows.size() / feature_count_;
  const std::size_t at_once = std::min(row_count, kRowsAtOnce);
  FloatBuffer inputs(pipeline_.is_identity() ? 0 : at_once * input_count_);
  FloatBuffer sums(link_ == Link::kShares ? 0 : at_once * output_count_);
  for (std::size_t first = 0; first < row_count; first += at_once) {
    const std::size_t count = std::min(at_once, row_count - first);
    predict_block(rows.subspan(first * feature_count_, count * feature_count_), inputs.floats(),
                  sums.floats(), probabilities.subspan(first * class_count_, count * class_count_));
  }
}

std::uint32_t best_class(std::span<const float> probabilities) {
  const auto best = std::max_element(probabilities.begin(), probabilities.end());
  return static_cast<std::uint32_t>(best - probabilities.begin());
}

}  // namespace shohin
