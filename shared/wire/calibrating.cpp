#include "wire/calibrating.h"

#include <algorithm>
#include <string>
#include <vector>

#include "calibrate/calibration.h"
#include "calibrate/rounded.h"
#include "data/split.h"
#include "evaluate/metrics.h"
#include "explain/explainer.h"
#include "learn/out_of_bag.h"
#include "learn/train.h"

namespace shohin {
namespace {

constexpr double kHeldOutShare = 0.25;
constexpr std::uint32_t kMostRows = 20'000;
constexpr CalibrationChoice kChoices[] = {CalibrationChoice::kNone, CalibrationChoice::kTemperature};

struct Judged {
  std::string rows_from;
  std::vector<float> probabilities;
  std::vector<std::uint32_t> labels;

  [[nodiscard]] HeldOut held_out(const Model& model) const {
    return {probabilities, labels, model.class_count()};
  }
};

std::vector<std::uint32_t> labels_of(const Table& table, const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> labels;
  labels.reserve(rows.size());
  for (const std::uint32_t row : rows) labels.push_back(table.labels[row]);
  return labels;
}

// Too few rows to hold any out is no fault: there is no calibration then.
Judged judge_held_out(const Table& train, const CalibrationPlan& plan) {
  const auto split = split_rows(train.labels, {.test_share = kHeldOutShare, .seed = plan.seed});
  if (!split) return {};
  const auto other = train_model(take_rows(train, split->train), plan.config, plan.seed, 1);
  if (!other) return {};
  return {"held_out", predict_table(*other, take_rows(train, split->test)), labels_of(train, split->test)};
}

Judged judge(const Model& model, const Table& train, const CalibrationPlan& plan) {
  const bool draws = is_forest(plan.config.learner) && plan.config.bootstrap;
  if (!draws || model.trees() == nullptr || !model.pipeline.is_identity()) return judge_held_out(train, plan);
  std::optional<OutOfBag> judged = out_of_bag(*model.trees(), train, plan.config, plan.seed);
  if (!judged) return {};
  return {"out_of_bag", std::move(judged->probabilities), labels_of(train, judged->rows)};
}

Table spaced_rows(const Table& table) {
  const std::uint32_t taken = std::min(table.row_count(), kMostRows);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < taken; ++i)
    rows.push_back(static_cast<std::uint32_t>(std::uint64_t{i} * table.row_count() / taken));
  return take_rows(table, rows);
}

std::vector<double> means_over(const Model& model, const Table& table) {
  const std::uint32_t features = model.feature_count();
  std::vector<float> rows(std::size_t{table.row_count()} * features);
  for (std::uint32_t row = 0; row < table.row_count(); ++row)
    table.copy_row(row, std::span(rows).subspan(std::size_t{row} * features, features));
  std::vector<double> means = input_means(model, rows);
  for (double& mean : means) mean = rounded(mean, 9);
  return means;
}

}  // namespace

std::string_view calibration_name(CalibrationChoice choice) {
  return choice == CalibrationChoice::kNone ? "none" : "temperature";
}

Result<CalibrationChoice> find_calibration(std::string_view name) {
  for (const CalibrationChoice choice : kChoices)
    if (calibration_name(choice) == name) return choice;
  return fail(Fault{.code = FaultCode::kUnknownCategory,
                    .field = "calibration",
                    .value = std::string(name),
                    .expected = "none, temperature"});
}

void calibrate_model(Model& model, const Table& train, const Table& test, const CalibrationPlan& plan) {
  Calibration out;
  if (plan.choice == CalibrationChoice::kTemperature) {
    const Judged judged = judge(model, train, plan);
    model.exponent = fit_exponent(judged.held_out(model));
    out.temperature = 1.0 / static_cast<double>(model.exponent);
    out.temperature_from = judged.rows_from;
  }
  const Table asked = spaced_rows(test);
  out.conformal = fit_conformal({predict_table(model, asked), asked.labels, model.class_count()});
  const LabelledColumns rows{train.columns, train.labels};
  out.novelty = fit_novelty(model.contract, rows);
  out.measurements = count_measurements(model.contract, rows);
  if (model.linear() != nullptr) out.input_means = means_over(model, spaced_rows(train));
  model.calibration = calibration_json(out);
}

}  // namespace shohin
