#include "contract/limits.h"
#include "contract/row.h"
#include "data/table_builder.h"

namespace shohin {
namespace {

std::uint32_t read_label(const Contract& contract, const Json& value, Faults& faults) {
  const auto refuse = [&](FaultCode code, std::string given) {
    faults.add({.code = code,
                .field = contract.target,
                .value = std::move(given),
                .expected = code == FaultCode::kWrongType ? "string" : expected_classes(contract)});
    return 0U;
  };
  if (value.is_null()) return refuse(FaultCode::kMissing, {});
  if (!value.is_string()) return refuse(FaultCode::kWrongType, write_json(value));
  const std::optional<std::uint32_t> index = contract.class_index(value.as_string());
  return index ? *index : refuse(FaultCode::kUnknownClass, value.as_string());
}

struct LabelledRow {
  Row values;
  std::uint32_t label = 0;
};

// The row of an object, whose faults get its number.
LabelledRow read_object(const Contract& contract, const Json& object, bool is_labelled, std::uint64_t number,
                        Faults& faults) {
  LabelledRow row;
  Faults found;
  Result<Row> values = read_row(contract, object, is_labelled ? contract.target : std::string_view());
  if (values) {
    row.values = std::move(*values);
  } else {
    found = std::move(values.error());
  }
  if (is_labelled && object.is_object()) row.label = read_label(contract, object[contract.target], found);
  for (Fault fault : found.list()) {
    fault.row = number;
    faults.add(std::move(fault));
  }
  return row;
}

}  // namespace

Result<Table> read_json_rows(std::string_view text, const Contract& contract, Labels labels) {
  JsonArrayReader reader(text, {.bytes = Limits::kCsvBytes});
  std::optional<TableBuilder> builder;
  bool is_labelled = labels == Labels::kRequired;
  Faults faults;
  for (std::uint64_t number = 1;; ++number) {
    const Result<std::optional<Json>> element = reader.next();
    if (!element) faults.add(element.error().first());
    if (!element || !*element) break;
    const Json& object = **element;
    if (!builder) {
      is_labelled = is_labelled || object.has(contract.target);
      builder.emplace(contract, is_labelled);
    }
    const LabelledRow row = read_object(contract, object, is_labelled, number, faults);
    if (!faults.empty() || builder->add(row.values, row.label)) continue;
    faults.add(builder->too_many_rows());
    break;
  }
  if (!faults.empty()) return fail(std::move(faults));
  if (!builder) return fail({.code = FaultCode::kEmpty, .field = "rows"});
  return builder->finish();
}

}  // namespace shohin
