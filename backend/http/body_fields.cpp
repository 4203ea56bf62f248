#include "http/body_fields.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "error/fault_text.h"

namespace shohin {
namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

Outcome<BodyFields> BodyFields::read(const Request& request) {
  auto document = parse_json(request.body.empty() ? "{}" : request.body);
  if (!document) return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, document.error()));
  if (document->is_object()) return BodyFields(std::move(*document));
  Fault fault{.code = FaultCode::kWrongType,
              .field = "body",
              .value = std::string(document->type_name()),
              .expected = "object"};
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(fault)));
}

const Json* BodyFields::ask(std::string_view name) {
  asked_.emplace_back(name);
  const Json& value = body_[name];
  return value.is_null() ? nullptr : &value;
}

void BodyFields::complain_type(std::string_view name, const Json& found, std::string_view expected) {
  faults_.add({.code = FaultCode::kWrongType,
               .field = std::string(name),
               .value = std::string(found.type_name()),
               .expected = std::string(expected)});
}

std::optional<std::string> BodyFields::maybe_text(std::string_view name) {
  const Json* value = ask(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->as_string();
  complain_type(name, *value, "string");
  return std::nullopt;
}

std::string BodyFields::text(std::string_view name) {
  const auto before = faults_.count();
  auto value = maybe_text(name).value_or("");
  if (value.empty() && faults_.count() == before) {
    faults_.add({.code = FaultCode::kMissing, .field = std::string(name), .expected = "string"});
  }
  return value;
}

std::optional<std::int64_t> BodyFields::maybe_integer(std::string_view name, std::int64_t least,
                                                      std::int64_t most) {
  const Json* value = ask(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    complain_type(name, *value, "number");
    return std::nullopt;
  }
  const double number = value->as_number();
  if (number == std::floor(number) && number >= static_cast<double>(least) &&
      number <= static_cast<double>(most)) {
    return static_cast<std::int64_t>(number);
  }
  faults_.add({.code = number == std::floor(number) ? FaultCode::kOutOfRange : FaultCode::kNotAnInteger,
               .field = std::string(name),
               .value = write_json(*value),
               .expected = std::to_string(least) + " to " + std::to_string(most)});
  return std::nullopt;
}

std::vector<std::string> BodyFields::texts(std::string_view name) {
  const Json* value = ask(name);
  std::vector<std::string> texts;
  if (value == nullptr) {
    faults_.add({.code = FaultCode::kMissing, .field = std::string(name), .expected = "array"});
    return texts;
  }
  if (!value->is_array()) complain_type(name, *value, "array");
  for (const Json& item : value->as_array()) {
    if (item.is_string()) {
      texts.push_back(item.as_string());
    } else {
      complain_type(name, item, "array of string");
    }
  }
  if (value->is_array() && texts.empty()) {
    faults_.add({.code = FaultCode::kMissing, .field = std::string(name), .expected = "array of string"});
  }
  return texts;
}

Outcome<void> BodyFields::finish() {
  for (const auto& [name, value] : body_.as_object()) {
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    faults_.add(
        {.code = FaultCode::kUnknownField, .field = name.substr(0, 100), .expected = list_of(asked_)});
  }
  if (faults_.empty()) return {};
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults_)));
}

}  // namespace shohin
