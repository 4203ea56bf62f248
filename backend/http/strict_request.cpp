#include "http/strict_request.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "error/fault_text.h"

namespace shohin {
namespace {

constexpr std::size_t kShown = 100;

tl::unexpected<Error> refuse_fault(ErrorCode code, Faults faults) {
  return tl::unexpected<Error>(faults_error(code, std::move(faults)));
}

std::string list_of(std::initializer_list<std::string_view> names) {
  std::string text;
  for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

Outcome<void> check_query(const Request& request, std::initializer_list<std::string_view> known) {
  Faults faults;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      faults.add({.code = FaultCode::kUnknownField, .field = name, .expected = list_of(known)});
    } else if (!seen.insert(name).second) {
      faults.add({.code = FaultCode::kDuplicateField, .field = name});
    }
  }
  if (faults.empty()) return {};
  return refuse_fault(ErrorCode::kInvalidParameterValue, std::move(faults));
}

Outcome<std::int64_t> query_number(const Request& request, const QueryNumber& wanted) {
  const auto text = request.query_value(wanted.name);
  if (!text) return wanted.otherwise;
  std::int64_t number = 0;
  const auto [stopped, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error == std::errc() && stopped == text->data() + text->size() && number >= wanted.least &&
      number <= wanted.most) {
    return number;
  }
  return refuse_field(wanted.name, std::string(*text),
                      std::to_string(wanted.least) + " to " + std::to_string(wanted.most));
}

Outcome<Json> read_json_object(const Request& request) {
  if (request.body.empty()) return Json(JsonObject{});
  auto document = parse_json(request.body);
  if (!document) return refuse_fault(ErrorCode::kBadRequest, document.error());
  if (document->is_object()) return std::move(*document);
  return refuse_fault(ErrorCode::kInvalidParameterValue, Fault{.code = FaultCode::kWrongType,
                                                               .field = "body",
                                                               .value = std::string(document->type_name()),
                                                               .expected = "object"});
}

tl::unexpected<Error> refuse_field(std::string_view field, std::string value, std::string expected) {
  if (value.size() > kShown) value.resize(kShown);
  auto error = Error{
      .code = ErrorCode::kInvalidParameterValue,
      .message = std::string(field) + ": '" + value + "' is not valid; " + expected + " would be right."};
  error.faults.add({.code = FaultCode::kOutOfRange,
                    .field = std::string(field),
                    .value = std::move(value),
                    .expected = std::move(expected)});
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace shohin
