// plan_training and read_plan: the two ends of the plan's bytes.
#include "learn/plan.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "contract/limits.h"
#include "learn/byte_stream.h"
#include "learn/weights.h"
#include "text/json.h"

namespace shohin {
namespace {

constexpr std::string_view kMagic = "shohin.plan/3";

tl::unexpected<Faults> broken(FaultCode code) { return fail(Fault{.code = code, .field = "plan"}); }

void write_bins(ByteWriter& out, const FeatureBins& bins) {
  out.u8(bins.is_categorical ? 1 : 0);
  out.u8(bins.may_be_missing ? 1 : 0);
  out.u32(bins.count);
  for (std::size_t bin = 0; bin < bins.lowest.size(); ++bin) {
    out.f32(bins.lowest[bin]);
    out.f32(bins.highest[bin]);
  }
}

FeatureBins read_bins(ByteReader& in) {
  FeatureBins bins;
  bins.is_categorical = in.u8() != 0;
  bins.may_be_missing = in.u8() != 0;
  bins.count = in.u32();
  for (std::uint32_t bin = 0; !bins.is_categorical && bin < std::min(bins.count, kValueBins); ++bin) {
    bins.lowest.push_back(in.f32());
    bins.highest.push_back(in.f32());
  }
  return bins;
}

// Bins that do not overlap, in order, of finite numbers.
bool is_sound(const FeatureBins& bins) {
  if (bins.is_categorical) return bins.count <= Limits::kCategories;
  if (bins.count > kValueBins) return false;
  for (std::size_t bin = 0; bin < bins.lowest.size(); ++bin) {
    if (!std::isfinite(bins.lowest[bin]) || !(bins.lowest[bin] <= bins.highest[bin])) return false;
    if (bin > 0 && !(bins.highest[bin - 1] < bins.lowest[bin])) return false;
  }
  return bins.highest.empty() || std::isfinite(bins.highest.back());
}

bool is_sound(const TrainingPlan& plan) {
  return plan.row_count >= 1 && plan.row_count <= Limits::kRows && plan.class_count >= 2 &&
         plan.class_count <= Limits::kClasses;
}

bool column_fits(std::span<const std::uint8_t> column, const FeatureBins& bins) {
  return std::all_of(column.begin(), column.end(),
                     [&](std::uint8_t bin) { return bin == kMissingBin || bin < bins.count; });
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

// Little-endian 16-bit numbers; false when they end too early.
bool read_numbers(ByteReader& in, std::uint32_t count, std::vector<std::uint16_t>& numbers) {
  if (in.left() < std::uint64_t{count} * 2) return false;
  numbers.resize(count);
  for (std::uint16_t& number : numbers) number = in.u16();
  return true;
}

}  // namespace

Result<Bytes> plan_training(const Table& train, const LearnerConfig& config, std::uint64_t seed) {
  if (const auto checked = read_config(config.learner, config_json(config)); !checked)
    return fail(checked.error());
  if (Faults faults = check_table(train); !faults.empty()) return fail(std::move(faults));
  const std::uint32_t rows = train.row_count();
  ByteWriter out;
  out.text(kMagic);
  out.text(learner_name(config.learner));
  out.text(write_json(config_json(config)));
  out.u64(seed);
  out.u32(rows);
  out.u32(static_cast<std::uint32_t>(train.contract.classes.size()));
  out.text(write_json(contract_json(train.contract)));
  out.u32(static_cast<std::uint32_t>(train.columns.size()));
  out.reserve((train.columns.size() + 2) * rows);
  std::vector<std::uint8_t> binned(rows);
  for (std::size_t f = 0; f < train.columns.size(); ++f) {
    const FeatureBins bins = make_bins(train.columns[f], train.contract.features[f]);
    assign_bins(bins, train.columns[f], binned);
    write_bins(out, bins);
    out.raw(binned);
  }
  for (const std::uint32_t label : train.labels) out.u16(static_cast<std::uint16_t>(label));
  const auto weights = whole_weights(train, config.class_weight == "balanced");
  out.u8(weights.empty() ? 0 : 1);
  for (const std::uint16_t weight : weights) out.u16(weight);
  return out.take();
}

Result<TrainingPlan> read_plan(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  if (in.text() != kMagic) return broken(in.is_short() ? FaultCode::kTruncated : FaultCode::kBadSyntax);
  TrainingPlan plan;
  const Result<Learner> learner = find_learner(in.text());
  const Result<Json> settings = parse_json(in.text());
  if (in.is_short()) return broken(FaultCode::kTruncated);
  if (!learner || !settings) return broken(FaultCode::kBadSyntax);
  const Result<LearnerConfig> config = read_config(*learner, *settings);
  if (!config) return broken(FaultCode::kBadSyntax);
  plan.config = *config;
  plan.seed = in.u64();
  plan.row_count = in.u32();
  plan.class_count = in.u32();
  plan.contract = in.text();
  const std::uint32_t features = in.u32();
  if (in.is_short()) return broken(FaultCode::kTruncated);
  if (!is_sound(plan) || features == 0 || features > Limits::kColumns) return broken(FaultCode::kBadSyntax);
  for (std::uint32_t f = 0; f < features; ++f) {
    plan.features.push_back(read_bins(in));
    plan.columns.push_back(in.raw(plan.row_count));
    if (in.is_short()) return broken(FaultCode::kTruncated);
    if (!is_sound(plan.features[f]) || !column_fits(plan.columns[f], plan.features[f]))
      return broken(FaultCode::kBadSyntax);
  }
  if (!read_numbers(in, plan.row_count, plan.labels)) return broken(FaultCode::kTruncated);
  const bool has_weights = in.u8() != 0;
  if (in.is_short() || (has_weights && !read_numbers(in, plan.row_count, plan.weights)))
    return broken(FaultCode::kTruncated);
  const auto known = [&](std::uint16_t label) { return label < plan.class_count; };
  const auto counts = [](std::uint16_t weight) { return weight > 0 && weight <= kMostWeight; };
  if (in.left() > 0 || !std::all_of(plan.labels.begin(), plan.labels.end(), known) ||
      (has_weights && std::none_of(plan.weights.begin(), plan.weights.end(), counts)))
    return broken(FaultCode::kBadSyntax);
  return plan;
}

}  // namespace shohin
