#include "desk.h"

#include <cstring>
#include <utility>

#include "summary.h"

namespace shohin {
namespace {

tl::unexpected<Faults> out_of_order(const char* what) {
  return fail({.code = FaultCode::kEmpty, .field = what});
}

Result<Table> read_form(DataForm form, std::string_view data, const Contract& contract) {
  return form == DataForm::kCsv ? read_csv(data, contract) : read_json_rows(data, contract);
}

// The next four bytes, little-endian; nothing when there are fewer.
std::optional<std::uint32_t> take_size(std::span<const std::uint8_t>& bytes) {
  if (bytes.size() < 4) return std::nullopt;
  std::uint32_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) size |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
  bytes = bytes.subspan(4);
  return size;
}

}  // namespace

Result<Json> Desk::read_table(DataForm form, std::string_view data, std::string_view contract) {
  const auto parsed = parse_contract(contract);
  if (!parsed) return tl::unexpected(parsed.error());
  auto table = read_form(form, data, *parsed);
  if (!table) return tl::unexpected(table.error());
  table_ = std::move(*table);
  split_.reset();
  outcome_.reset();
  return table_summary(*table_);
}

Result<Bytes> Desk::plan(std::string_view request) {
  if (!table_) return out_of_order("data");
  const auto json = parse_json(request);
  if (!json) return tl::unexpected(json.error());
  const auto wished = read_training_request(*json);
  if (!wished) return tl::unexpected(wished.error());
  auto split = split_rows(table_->labels, {.test_share = wished->test_share, .seed = wished->seed});
  if (!split) return tl::unexpected(split.error());
  request_ = *wished;
  split_ = std::move(*split);
  return plan_training(take_rows(*table_, split_->train), request_.config, request_.seed);
}

Result<Json> Desk::finish(std::span<const std::uint8_t> plan, std::span<const Bytes> parts) {
  if (!table_ || !split_) return out_of_order("plan");
  auto model = merge(plan, parts);
  if (!model) return tl::unexpected(model.error());
  outcome_ = finish_training(std::move(*model), *table_, *split_, request_);
  return JsonObject{{"report", training_report(*outcome_)},
                    {"file_bytes", static_cast<std::uint32_t>(outcome_->file.size())}};
}

Result<Bytes> Desk::pack() const {
  if (!table_ || !outcome_) return out_of_order("training");
  return pack_run_bundle(make_run_bundle(*outcome_, *table_));
}

Result<std::vector<Bytes>> read_parts(std::span<const std::uint8_t> framed) {
  std::vector<Bytes> parts;
  const std::optional<std::uint32_t> count = take_size(framed);
  for (std::uint32_t i = 0; count && i < *count; ++i) {
    const std::optional<std::uint32_t> size = take_size(framed);
    if (!size || *size > framed.size()) return fail({.code = FaultCode::kTruncated, .field = "parts"});
    const auto part = framed.first(*size);
    parts.emplace_back(part.begin(), part.end());
    framed = framed.subspan(*size);
  }
  if (!count || !framed.empty()) return fail({.code = FaultCode::kTruncated, .field = "parts"});
  return parts;
}

}  // namespace shohin
