#include "learn/softmax_regression.h"

#include <algorithm>
#include <cmath>

#include "learn/byte_stream.h"
#include "learn/least_value.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr std::string_view kMagic = "shohin.linear/1";

tl::unexpected<Faults> broken(FaultCode code) { return fail(Fault{.code = code, .field = "part"}); }

// The mean loss of a plan's rows as a function of the weights, [input][output], the intercepts last.
class Loss {
 public:
  explicit Loss(const TrainingPlan& plan)
      : plan_(plan), outputs_(plan.class_count == 2 ? 1 : plan.class_count), scores_(outputs_) {
    for (std::uint32_t row = 0; row < plan.row_count; ++row) total_ += plan.weight_of(row);
    penalty_ = 1 / (plan.config.C * plan.row_count);
  }

  [[nodiscard]] std::uint32_t outputs() const { return outputs_; }
  [[nodiscard]] std::size_t parameters() const { return (plan_.input_count + std::size_t{1}) * outputs_; }

  double operator()(const std::vector<double>& point, std::vector<double>& gradient) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    for (std::uint32_t row = 0; row < plan_.row_count; ++row) {
      const double weight = plan_.weight_of(row) / total_;
      if (weight > 0) loss += weight * add_row(row, weight, point, gradient);
    }
    const std::size_t intercepts = plan_.input_count * std::size_t{outputs_};
    for (std::size_t i = 0; i < intercepts; ++i) {
      loss += penalty_ / 2 * point[i] * point[i];
      gradient[i] += penalty_ * point[i];
    }
    return loss;
  }

 private:
  // The loss of one row; its scores become the gradient by scores on the way.
  double add_row(std::uint32_t row, double weight, const std::vector<double>& point,
                 std::vector<double>& gradient) {
    const float* const inputs = &plan_.inputs[std::size_t{row} * plan_.input_count];
    const double* weights = point.data();
    std::copy_n(point.data() + point.size() - outputs_, outputs_, scores_.begin());
    for (std::uint32_t i = 0; i < plan_.input_count; ++i, weights += outputs_)
      for (std::uint32_t o = 0; o < outputs_; ++o) scores_[o] += weights[o] * inputs[i];
    const double loss = to_residuals(plan_.labels[row]);
    for (double& residual : scores_) residual *= weight;
    double* slope = gradient.data();
    for (std::uint32_t i = 0; i < plan_.input_count; ++i, slope += outputs_)
      for (std::uint32_t o = 0; o < outputs_; ++o) slope[o] += scores_[o] * inputs[i];
    for (std::uint32_t o = 0; o < outputs_; ++o) slope[o] += scores_[o];
    return loss;
  }

  double to_residuals(std::uint16_t label) {
    if (outputs_ == 1) {
      const double score = scores_[0], other = exponential(-std::fabs(score));
      const double chance = score < 0 ? other / (1 + other) : 1 / (1 + other);
      scores_[0] = chance - label;
      return natural_log(1 + other) + std::max(label == 1 ? -score : score, 0.0);
    }
    const double highest = *std::max_element(scores_.begin(), scores_.end()), own = scores_[label] - highest;
    double sum = 0;
    for (double& score : scores_) {
      score = exponential(score - highest);
      sum += score;
    }
    for (double& score : scores_) score /= sum;
    scores_[label] -= 1;
    return natural_log(sum) - own;
  }

  const TrainingPlan& plan_;
  std::uint32_t outputs_;
  std::vector<double> scores_;
  double total_ = 0, penalty_ = 0;
};

// Two classes share the one sum: half of it for the second, half against the first.
LinearModel rounded(const std::vector<double>& point, const TrainingPlan& plan, std::uint32_t outputs) {
  LinearModel model{
      .class_count = plan.class_count, .input_count = plan.input_count, .weights = {}, .intercepts = {}};
  const auto value = [&](std::uint32_t c, std::uint32_t input) {
    const std::size_t first = std::size_t{input} * outputs;
    return static_cast<float>(outputs == 1 ? point[first] * (c == 1 ? 0.5 : -0.5) : point[first + c]);
  };
  for (std::uint32_t c = 0; c < plan.class_count; ++c) {
    for (std::uint32_t input = 0; input < plan.input_count; ++input) model.weights.push_back(value(c, input));
    model.intercepts.push_back(value(c, plan.input_count));
  }
  return model;
}

}  // namespace

Result<LinearModel> fit_softmax(const TrainingPlan& plan, const Progress& progress) {
  Loss loss(plan);
  std::vector<double> point(loss.parameters(), 0.0);
  const auto after_step = [&](std::uint32_t step) { return !progress || progress(step); };
  const bool finished =
      descend([&](const auto& at, auto& gradient) { return loss(at, gradient); }, point,
              {.tolerance = plan.config.tol, .most_steps = plan.config.max_iter}, after_step);
  if (!finished) return fail(Fault{.code = FaultCode::kTruncated, .field = "steps"});
  return rounded(point, plan, loss.outputs());
}

Bytes write_linear(const LinearModel& model) {
  ByteWriter out;
  out.text(kMagic);
  for (const float weight : model.weights) out.f32(weight);
  for (const float intercept : model.intercepts) out.f32(intercept);
  return out.take();
}

Result<LinearModel> read_linear(std::span<const std::uint8_t> bytes, const TrainingPlan& plan) {
  ByteReader in(bytes);
  if (in.text() != kMagic) return broken(in.is_short() ? FaultCode::kTruncated : FaultCode::kBadSyntax);
  LinearModel model{
      .class_count = plan.class_count, .input_count = plan.input_count, .weights = {}, .intercepts = {}};
  const std::uint64_t weights = std::uint64_t{plan.class_count} * plan.input_count;
  if (in.left() < (weights + plan.class_count) * 4) return broken(FaultCode::kTruncated);
  for (std::uint64_t i = 0; i < weights; ++i) model.weights.push_back(in.f32());
  for (std::uint32_t c = 0; c < plan.class_count; ++c) model.intercepts.push_back(in.f32());
  const auto finite = [](float value) { return std::isfinite(value); };
  if (in.left() > 0 || !std::all_of(model.weights.begin(), model.weights.end(), finite) ||
      !std::all_of(model.intercepts.begin(), model.intercepts.end(), finite))
    return broken(FaultCode::kBadSyntax);
  return model;
}

}  // namespace shohin
