#include "select/trial_bytes.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "contract/limits.h"
#include "learn/byte_stream.h"

namespace shohin {
namespace {

constexpr std::string_view kMagic = "shohin.trials/1";

tl::unexpected<Faults> broken(const ByteReader& in) {
  return fail(
      Fault{.code = in.is_short() ? FaultCode::kTruncated : FaultCode::kBadSyntax, .field = "trials"});
}

void write_double(ByteWriter& out, double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  out.u64(bits);
}

double read_double(ByteReader& in) {
  const std::uint64_t bits = in.u64();
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

void write_table(ByteWriter& out, const Table& table) {
  out.text(write_json(contract_json(table.contract)));
  out.u32(table.row_count());
  for (const std::vector<float>& column : table.columns)
    for (const float value : column) out.f32(value);
  for (const std::uint32_t label : table.labels) out.u32(label);
  out.u8(table.weights.empty() ? 0 : 1);
  for (const float weight : table.weights) out.f32(weight);
}

std::optional<Contract> read_plan_contract(ByteReader& in) {
  const auto json = parse_json(in.text());
  if (!json) return std::nullopt;
  auto contract = read_contract(*json);
  return contract ? std::optional(std::move(*contract)) : std::nullopt;
}

std::optional<Table> read_table(ByteReader& in) {
  auto contract = read_plan_contract(in);
  if (!contract) return std::nullopt;
  Table table{.contract = std::move(*contract), .columns = {}, .labels = {}};
  const std::uint32_t rows = in.u32();
  const std::size_t features = table.contract.features.size();
  if (rows > in.left() / (4 * (features + 1))) return std::nullopt;
  table.columns.assign(features, std::vector<float>(rows));
  for (std::vector<float>& column : table.columns)
    for (float& value : column) value = in.f32();
  table.labels.resize(rows);
  for (std::uint32_t& label : table.labels) label = in.u32();
  if (in.u8() != 0 && rows <= in.left() / 4) table.weights.resize(rows);
  for (float& weight : table.weights) weight = in.f32();
  const std::size_t classes = table.contract.classes.size();
  const auto known = [&](std::uint32_t label) { return label < classes; };
  if (!std::all_of(table.labels.begin(), table.labels.end(), known)) return std::nullopt;
  return table;
}

void write_trial(ByteWriter& out, const Trial& trial) {
  out.u32(trial.number);
  out.u32(trial.rung);
  out.text(learner_name(trial.config.learner));
  out.text(write_json(config_json(trial.config)));
  out.u8(static_cast<std::uint8_t>(trial.resource));
  out.u32(trial.cut);
}

std::optional<Trial> read_trial(ByteReader& in) {
  Trial trial{.number = in.u32(), .rung = in.u32()};
  const auto learner = find_learner(in.text());
  const auto json = parse_json(in.text());
  if (!learner || !json) return std::nullopt;
  const auto config = read_config(*learner, *json);
  if (!config) return std::nullopt;
  trial.config = *config;
  trial.resource = in.u8() == 0 ? Resource::kRows : Resource::kEstimators;
  trial.cut = in.u32();
  if (trial.cut == 0) return std::nullopt;
  return trial;
}

tl::unexpected<Faults> parts_out_of_range(std::uint32_t first, std::uint32_t count, std::uint32_t parts) {
  return fail(Fault{.code = FaultCode::kOutOfRange,
                    .field = "trials",
                    .value = std::to_string(first) + " + " + std::to_string(count),
                    .expected = "0 to " + std::to_string(parts == 0 ? 0 : parts - 1)});
}

void write_score(ByteWriter& out, const Result<FoldScore>& score) {
  out.u8(score ? 1 : 0);
  if (score) {
    for (const double value : *score) write_double(out, value);
    return;
  }
  const Fault& fault = score.error().first();
  out.u8(static_cast<std::uint8_t>(fault.code));
  out.text(fault.field);
  out.text(fault.value);
  out.text(fault.expected);
  out.u64(fault.row);
  out.u32(fault.column);
}

Result<FoldScore> read_score(ByteReader& in) {
  if (in.u8() != 0) {
    FoldScore score{};
    for (double& value : score) value = read_double(in);
    return score;
  }
  Fault fault;
  fault.code = static_cast<FaultCode>(
      std::min<std::uint8_t>(in.u8(), static_cast<std::uint8_t>(FaultCode::kDigestMismatch)));
  fault.field = in.text();
  fault.value = in.text();
  fault.expected = in.text();
  fault.row = in.u64();
  fault.column = in.u32();
  return fail(std::move(fault));
}

}  // namespace

Bytes plan_trials(const Study& study, std::span<const Trial> trials) {
  ByteWriter out;
  out.text(kMagic);
  write_table(out, study.table);
  out.u32(study.options.folds);
  out.u32(study.options.repeats);
  out.u8(study.options.stratified ? 1 : 0);
  out.u64(study.options.seed);
  out.u32(static_cast<std::uint32_t>(trials.size()));
  for (const Trial& trial : trials) write_trial(out, trial);
  return out.take();
}

Result<TrialPlan> read_trials(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  if (in.text() != kMagic) return broken(in);
  std::optional<Table> table = read_table(in);
  if (!table || in.is_short()) return broken(in);
  FoldOptions options{.folds = in.u32(), .repeats = in.u32()};
  options.stratified = in.u8() != 0;
  options.seed = in.u64();
  Result<Study> study = make_study(std::move(*table), options);
  if (!study) return fail(study.error());
  TrialPlan plan{std::move(*study), {}};
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && !in.is_short(); ++i) {
    std::optional<Trial> trial = read_trial(in);
    if (!trial) return broken(in);
    plan.trials.push_back(*trial);
  }
  if (in.is_short() || in.left() > 0) return broken(in);
  return plan;
}

Result<Bytes> run_trials(const TrialPlan& plan, std::uint32_t first, std::uint32_t count,
                         const Progress& progress) {
  const std::uint32_t parts = plan.part_count(), folds = plan.study.part_count();
  if (count == 0 || count > parts || first > parts - count) return parts_out_of_range(first, count, parts);
  ByteWriter out;
  out.u32(first);
  out.u32(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t part = first + i;
    write_score(out, score_part(plan.study, plan.trials[part / folds], part % folds));
    if (progress && !progress(i + 1)) return fail(Fault{.code = FaultCode::kTruncated, .field = "trials"});
  }
  return out.take();
}

Result<std::vector<TrialResult>> merge_trials(const TrialPlan& plan, std::span<const Bytes> ranges) {
  const std::uint32_t parts = plan.part_count(), folds = plan.study.part_count();
  std::vector<std::optional<Result<FoldScore>>> found(parts);
  for (const Bytes& range : ranges) {
    ByteReader in(range);
    const std::uint32_t first = in.u32(), count = in.u32();
    if (in.is_short()) return broken(in);
    if (count > parts || first > parts - count) return parts_out_of_range(first, count, parts);
    for (std::uint32_t part = first; part < first + count; ++part) {
      if (found[part]) return parts_out_of_range(part, 1, parts);
      found[part] = read_score(in);
      if (in.is_short()) return broken(in);
    }
    if (in.left() > 0) return broken(in);
  }
  std::vector<Result<FoldScore>> scores;
  for (std::uint32_t part = 0; part < parts; ++part) {
    if (!found[part]) return parts_out_of_range(part, 0, parts);
    scores.push_back(std::move(*found[part]));
  }
  std::vector<TrialResult> results;
  for (std::size_t t = 0; t < plan.trials.size(); ++t)
    results.push_back(join_parts(plan.trials[t], std::span(scores).subspan(t * folds, folds)));
  return results;
}

}  // namespace shohin
