// plan_training: the plan's bytes; plan_read.cpp has the other end.
#include "learn/plan.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "contract/limits.h"
#include "learn/byte_stream.h"
#include "learn/fit_pipeline.h"
#include "learn/weights.h"
#include "text/json.h"

namespace shohin {
namespace {

void write_bins(ByteWriter& out, const FeatureBins& bins) {
  out.u8(bins.is_categorical ? 1 : 0);
  out.u8(bins.may_be_missing ? 1 : 0);
  out.u32(bins.count);
  for (std::size_t bin = 0; bin < bins.lowest.size(); ++bin) {
    out.f32(bins.lowest[bin]);
    out.f32(bins.highest[bin]);
  }
}

// Faults of a table that was not made by our readers.
Faults check_table(const Table& table) {
  if (!table.is_labelled() || table.row_count() == 0)
    return Fault{.code = FaultCode::kTooFewRows, .field = "rows", .value = std::to_string(table.row_count())};
  for (std::size_t f = 0; f < table.columns.size(); ++f) {
    const Feature& feature = table.contract.features[f];
    const auto limit = static_cast<float>(feature.categories.size());
    for (std::size_t row = 0; row < table.columns[f].size(); ++row) {
      const float value = table.columns[f][row];
      const bool categorical = feature.kind == FeatureKind::kCategorical;
      const bool known = !categorical || (value >= 0 && value < limit && value == std::floor(value));
      if (std::isnan(value) || (known && std::isfinite(value))) continue;
      return Fault{.code = categorical ? FaultCode::kUnknownCategory : FaultCode::kNotFinite,
                   .field = feature.name,
                   .row = row + 1,
                   .column = static_cast<std::uint32_t>(f + 1)};
    }
  }
  for (std::size_t row = 0; row < table.labels.size(); ++row)
    if (table.labels[row] >= table.contract.classes.size())
      return Fault{.code = FaultCode::kUnknownClass, .field = table.contract.target, .row = row + 1};
  if (auto fault = weights_fault(table)) return std::move(*fault);
  return {};
}

void write_pipeline(ByteWriter& out, const Pipeline& pipeline) {
  out.u32(static_cast<std::uint32_t>(pipeline.numbers.size()));
  for (const NumberInput& number : pipeline.numbers) {
    out.u32(number.feature);
    out.f32(number.offset);
    out.f32(number.scale);
    out.f32(number.fill);
  }
  out.u32(static_cast<std::uint32_t>(pipeline.categories.size()));
  for (const CategoryInput& one : pipeline.categories) {
    out.u32(one.feature);
    out.f32(one.category);
  }
}

// What a learner sees of a row: its features, or what the pipeline makes of them.
std::vector<Feature> input_features(const Contract& contract, const Pipeline& pipeline) {
  if (pipeline.is_identity()) return contract.features;
  std::vector<Feature> features;
  for (const NumberInput& number : pipeline.numbers) features.push_back(contract.features[number.feature]);
  features.resize(features.size() + pipeline.categories.size());  // required numbers
  return features;
}

using Columns = std::vector<std::vector<float>>;

void write_columns(ByteWriter& out, const Columns& columns, const std::vector<Feature>& features) {
  std::vector<std::uint8_t> binned(columns.front().size());
  out.reserve((columns.size() + 2) * binned.size());
  for (std::size_t f = 0; f < columns.size(); ++f) {
    const FeatureBins bins = make_bins(columns[f], features[f]);
    assign_bins(bins, columns[f], binned);
    write_bins(out, bins);
    out.raw(binned);
  }
}

// Row by row.
void write_inputs(ByteWriter& out, const Columns& columns) {
  const std::size_t rows = columns.front().size();
  out.reserve(rows * (columns.size() * 4 + 2));
  for (std::size_t row = 0; row < rows; ++row)
    for (const std::vector<float>& column : columns) out.f32(column[row]);
}

}  // namespace

Result<Bytes> plan_training(const Table& train, const LearnerConfig& config, std::uint64_t seed) {
  if (const auto checked = read_config(config.learner, config_json(config)); !checked)
    return fail(checked.error());
  if (Faults faults = check_table(train); !faults.empty()) return fail(std::move(faults));
  const std::vector<std::uint16_t> weights = whole_weights(train, config.class_weight == "balanced");
  const Pipeline pipeline = fit_pipeline(train, config, weights);
  std::vector<std::vector<float>> made;
  if (!pipeline.is_identity()) {
    auto columns = make_columns(pipeline, train);
    if (!columns) return fail(columns.error());
    made = std::move(*columns);
  }
  const auto& columns = pipeline.is_identity() ? train.columns : made;
  ByteWriter out;
  out.text(kPlanMagic);
  out.text(learner_name(config.learner));
  out.text(write_json(config_json(config)));
  out.u64(seed);
  out.u32(train.row_count());
  out.u32(static_cast<std::uint32_t>(train.contract.classes.size()));
  out.text(write_json(contract_json(train.contract)));
  write_pipeline(out, pipeline);
  out.u32(static_cast<std::uint32_t>(columns.size()));
  if (config.learner == Learner::kSoftmaxRegression)
    write_inputs(out, columns);
  else
    write_columns(out, columns, input_features(train.contract, pipeline));
  for (const std::uint32_t label : train.labels) out.u16(static_cast<std::uint16_t>(label));
  out.u8(weights.empty() ? 0 : 1);
  for (const std::uint16_t weight : weights) out.u16(weight);
  return out.take();
}

}  // namespace shohin
