#include "explain/explainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace shohin {
namespace {

// What the model file tells, when it fits.
std::vector<double> means_told(const Model& model, std::uint32_t input_count) {
  std::vector<double> means;
  for (const Json& mean : model.calibration["input_means"].as_array()) means.push_back(mean.as_number());
  if (means.size() != input_count) means.clear();
  return means;
}

std::vector<float> inputs_of(const Pipeline& pipeline, std::span<const float> row,
                             std::uint32_t input_count) {
  std::vector<float> inputs(row.begin(), row.end());
  if (pipeline.is_identity()) return inputs;
  inputs.resize(input_count);
  make_inputs(pipeline, row.data(), inputs.data());
  return inputs;
}

}  // namespace

std::string_view unit_name(ScoreUnit unit) {
  return unit == ScoreUnit::kProbability ? "probability" : "log_odds";
}

Result<Explainer> Explainer::make(const Model& model, std::span<const double> input_means) {
  Explainer made;
  made.feature_count_ = model.feature_count();
  made.class_count_ = model.class_count();
  made.pipeline_ = model.pipeline;
  made.input_count_ = model.pipeline.input_count(made.feature_count_);
  if (const TreeEnsemble* trees = model.trees()) {
    Result<TreeShap> shap = TreeShap::make(*trees, made.input_count_);
    if (!shap) return fail(shap.error());
    made.trees_ = std::move(*shap);
    const bool shares = trees->link == Link::kShares || trees->link == Link::kSecondShare;
    made.unit_ = shares ? ScoreUnit::kProbability : ScoreUnit::kLogOdds;
    return made;
  }
  made.unit_ = ScoreUnit::kLogOdds;
  made.linear_ = *model.linear();
  made.input_means_.assign(input_means.begin(), input_means.end());
  if (made.input_means_.empty()) made.input_means_ = means_told(model, made.input_count_);
  if (made.input_means_.size() != made.input_count_)
    return fail(Fault{.code = FaultCode::kUnsupportedModel, .field = "input_means"});
  return made;
}

Explanation Explainer::explain(std::span<const float> row) const {
  assert(row.size() == feature_count_);
  const std::vector<float> inputs = inputs_of(pipeline_, row, input_count_);
  const auto outputs = trees_ ? static_cast<std::uint32_t>(trees_->base().size()) : class_count_;
  Explanation out;
  out.base.assign(class_count_, 0);
  out.score.assign(class_count_, 0);
  out.contributions.assign(std::size_t{class_count_} * feature_count_, 0);
  std::vector<double> by_input(std::size_t{input_count_} * outputs);
  if (trees_) {
    std::vector<double> sums(outputs);
    trees_->explain(inputs, by_input, sums);
    const bool one = outputs < class_count_;
    for (std::uint32_t c = 0; c < class_count_; ++c) {
      const double sign = one && c == 0 ? -1 : 1;
      out.base[c] = sign * trees_->base()[one ? 0 : c];
      out.score[c] = sign * sums[one ? 0 : c];
    }
  } else {
    explain_regression(inputs, by_input, out);
  }
  add_to_features(by_input, outputs, out);
  return out;
}

void Explainer::explain_regression(std::span<const float> inputs, std::span<double> by_input,
                                   Explanation& out) const {
  for (std::uint32_t c = 0; c < class_count_; ++c) {
    out.base[c] = out.score[c] = linear_.intercepts[c];
    for (std::uint32_t i = 0; i < input_count_; ++i) {
      const double weight = linear_.weights[std::size_t{c} * input_count_ + i];
      out.base[c] += weight * input_means_[i];
      out.score[c] += weight * inputs[i];
      by_input[std::size_t{i} * class_count_ + c] = weight * (inputs[i] - input_means_[i]);
    }
  }
}

void Explainer::add_to_features(std::span<const double> by_input, std::uint32_t outputs,
                                Explanation& out) const {
  for (std::uint32_t i = 0; i < input_count_; ++i)
    for (std::uint32_t c = 0; c < class_count_; ++c) {
      const bool one = outputs < class_count_;
      const double sign = one && c == 0 ? -1 : 1;
      out.contributions[std::size_t{c} * feature_count_ + feature_of(i)] +=
          sign * by_input[std::size_t{i} * outputs + (one ? 0 : c)];
    }
}

std::uint32_t Explainer::feature_of(std::uint32_t input) const {
  if (pipeline_.is_identity()) return input;
  const auto numbers = static_cast<std::uint32_t>(pipeline_.numbers.size());
  return input < numbers ? pipeline_.numbers[input].feature : pipeline_.categories[input - numbers].feature;
}

std::vector<double> input_means(const Model& model, std::span<const float> rows) {
  const std::uint32_t features = model.feature_count(), count = model.pipeline.input_count(features);
  std::vector<double> sums(count, 0);
  std::vector<std::uint64_t> known(count, 0);
  for (std::size_t first = 0; first < rows.size(); first += features) {
    const std::vector<float> inputs = inputs_of(model.pipeline, rows.subspan(first, features), count);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (std::isnan(inputs[i])) continue;
      sums[i] += inputs[i];
      ++known[i];
    }
  }
  for (std::uint32_t i = 0; i < count; ++i)
    if (known[i] > 0) sums[i] /= static_cast<double>(known[i]);
  return sums;
}

}  // namespace shohin
