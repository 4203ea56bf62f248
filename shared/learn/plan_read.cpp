// read_plan: from bytes to a plan that is safe to train on.
#include <algorithm>
#include <cmath>
#include <optional>

#include "contract/limits.h"
#include "learn/byte_stream.h"
#include "learn/plan.h"
#include "learn/weights.h"
#include "text/json.h"

namespace shohin {
namespace {

tl::unexpected<Faults> broken(FaultCode code) { return fail(Fault{.code = code, .field = "plan"}); }

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
  const Pipeline& pipeline = plan.pipeline;
  const std::size_t made = pipeline.numbers.size() + pipeline.categories.size();
  return plan.row_count >= 1 && plan.row_count <= Limits::kRows && plan.class_count >= 2 &&
         plan.class_count <= Limits::kClasses && plan.input_count >= 1 &&
         (pipeline.is_identity() ? plan.input_count <= Limits::kColumns : plan.input_count == made);
}

bool column_fits(std::span<const std::uint8_t> column, const FeatureBins& bins) {
  return std::all_of(column.begin(), column.end(),
                     [&](std::uint8_t bin) { return bin == kMissingBin || bin < bins.count; });
}

// False when the bytes end too early. What its numbers mean is for merge() to check against the contract.
bool read_pipeline(ByteReader& in, Pipeline& pipeline) {
  const std::uint64_t numbers = in.u32();
  if (in.left() < numbers * 16) return false;
  for (std::uint64_t i = 0; i < numbers; ++i) {
    NumberInput& input = pipeline.numbers.emplace_back();
    input.feature = in.u32();
    input.offset = in.f32();
    input.scale = in.f32();
    input.fill = in.f32();
  }
  const std::uint64_t categories = in.u32();
  if (in.left() < categories * 8) return false;
  for (std::uint64_t i = 0; i < categories; ++i) {
    CategoryInput& input = pipeline.categories.emplace_back();
    input.feature = in.u32();
    input.category = in.f32();
  }
  return !in.is_short();
}

std::optional<FaultCode> read_columns(ByteReader& in, TrainingPlan& plan) {
  for (std::uint32_t f = 0; f < plan.input_count; ++f) {
    plan.features.push_back(read_bins(in));
    plan.columns.push_back(in.raw(plan.row_count));
    if (in.is_short()) return FaultCode::kTruncated;
    if (!is_sound(plan.features[f]) || !column_fits(plan.columns[f], plan.features[f]))
      return FaultCode::kBadSyntax;
  }
  return std::nullopt;
}

std::optional<FaultCode> read_inputs(ByteReader& in, TrainingPlan& plan) {
  const std::uint64_t values = std::uint64_t{plan.row_count} * plan.input_count;
  if (in.left() / 4 < values) return FaultCode::kTruncated;
  plan.inputs.resize(static_cast<std::size_t>(values));
  for (float& value : plan.inputs) {
    value = in.f32();
    if (!std::isfinite(value)) return FaultCode::kBadSyntax;
  }
  return std::nullopt;
}

// Little-endian 16-bit numbers; false when they end too early.
bool read_numbers(ByteReader& in, std::uint32_t count, std::vector<std::uint16_t>& numbers) {
  if (in.left() < std::uint64_t{count} * 2) return false;
  numbers.resize(count);
  for (std::uint16_t& number : numbers) number = in.u16();
  return true;
}

bool weights_are_sound(const std::vector<std::uint16_t>& weights) {
  const std::uint16_t most = *std::max_element(weights.begin(), weights.end());
  return most > 0 && most <= kMostWeight;
}

}  // namespace

Result<TrainingPlan> read_plan(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  if (in.text() != kPlanMagic) return broken(in.is_short() ? FaultCode::kTruncated : FaultCode::kBadSyntax);
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
  if (!read_pipeline(in, plan.pipeline)) return broken(FaultCode::kTruncated);
  plan.input_count = in.u32();
  if (in.is_short()) return broken(FaultCode::kTruncated);
  if (!is_sound(plan)) return broken(FaultCode::kBadSyntax);
  const bool regression = plan.config.learner == Learner::kSoftmaxRegression;
  if (auto code = regression ? read_inputs(in, plan) : read_columns(in, plan)) return broken(*code);
  if (!read_numbers(in, plan.row_count, plan.labels)) return broken(FaultCode::kTruncated);
  const bool has_weights = in.u8() != 0;
  if (in.is_short() || (has_weights && !read_numbers(in, plan.row_count, plan.weights)))
    return broken(FaultCode::kTruncated);
  const auto known = [&](std::uint16_t label) { return label < plan.class_count; };
  if (in.left() > 0 || !std::all_of(plan.labels.begin(), plan.labels.end(), known) ||
      (has_weights && !weights_are_sound(plan.weights)))
    return broken(FaultCode::kBadSyntax);
  return plan;
}

}  // namespace shohin
