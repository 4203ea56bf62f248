#include "http/strict_request.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "error/fault_text.h"
#include "http/field_names.h"

namespace shohin {
namespace {

constexpr std::size_t kShown = 100;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stopped != text.data() + text.size()) return std::nullopt;
  return number;
}

void check_value(const Field& field, const std::string& value, Faults& faults) {
  Fault fault{.field = field.name, .value = value};
  if (field.type == FieldType::kInteger) {
    const auto number = whole_number(value);
    const auto least = field.least.value_or(0), most = field.most.value_or(INT64_MAX);
    if (number && *number >= least && *number <= most) return;
    fault.code = FaultCode::kOutOfRange;
    fault.expected = std::to_string(least) + " to " + std::to_string(most);
  } else if (!field.choices.empty()) {
    if (std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end()) return;
    fault.code = FaultCode::kUnknownCategory;
    fault.expected = with_commas(field.choices);
  } else {
    if (!field.required || !value.empty()) return;
    fault.code = FaultCode::kMissing;
  }
  faults.add(std::move(fault));
}

Outcome<void> check_query(const std::vector<Field>& declared, const Request& request) {
  Faults faults;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    const Field* field = find_field(declared, name);
    if (field == nullptr) {
      faults.add({.code = FaultCode::kUnknownField, .field = name, .expected = names_of(declared)});
    } else if (!seen.insert(name).second) {
      faults.add({.code = FaultCode::kDuplicateField, .field = name});
    } else {
      check_value(*field, value, faults);
    }
  }
  for (const auto& field : declared) {
    if (field.required && !seen.contains(field.name))
      faults.add({.code = FaultCode::kMissing, .field = field.name});
  }
  if (faults.empty()) return {};
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

}  // namespace

Outcome<Response> handle(const Route& route, Request& request) {
  const auto& operation = route.operation;
  if (!operation.strict) return route.handler(request);
  if (auto good = check_query(operation.query, request); !good) return tl::unexpected<Error>(good.error());
  if (!operation.body.empty()) {
    auto fields = Fields::read(operation.body, request.body);
    if (!fields) return tl::unexpected<Error>(std::move(fields).error());
    request.fields = std::move(*fields);
  }
  return route.handler(request);
}

std::optional<std::int64_t> query_number(const Request& request, std::string_view name) {
  return whole_number(request.query_value(name).value_or(""));
}

std::string query_text(const Request& request, std::string_view name) {
  return std::string(request.query_value(name).value_or(""));
}

tl::unexpected<Error> refuse_field(std::string_view field, std::string value, std::string expected) {
  if (value.size() > kShown) value.resize(kShown);
  auto error = Error{
      .code = ErrorCode::kInvalidParameterValue,
      .message = std::string(field) + ": '" + value + "' is not valid; " + expected + " would be right."};
  error.faults.add({.code = FaultCode::kUnknownCategory,
                    .field = std::string(field),
                    .value = std::move(value),
                    .expected = std::move(expected)});
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace shohin
