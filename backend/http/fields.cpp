#include "http/fields.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "error/fault_text.h"
#include "http/field_names.h"
#include "text/shown_value.h"
#include "text/utf8.h"

namespace shohin {
namespace {

std::string_view type_of(const Field& field) {
  switch (field.type) {
    case FieldType::kText:
      return "string";
    case FieldType::kInteger:
    case FieldType::kNumber:
    case FieldType::kMlflowNumber:
      return "number";
    case FieldType::kFlag:
      return "boolean";
    case FieldType::kList:
      return "array";
    case FieldType::kObject:
    case FieldType::kMap:
      return "object";
    case FieldType::kAny:
      break;
  }
  return "";
}

std::string range_of(const Field& field) {
  return std::to_string(field.least.value_or(0)) + " to " + std::to_string(field.most.value_or(1LL << 53));
}

void check_integer(const Field& field, double value, Faults& faults) {
  const bool whole = value == std::floor(value);
  const bool inside = value >= static_cast<double>(field.least.value_or(0)) &&
                      value <= static_cast<double>(field.most.value_or(1LL << 53));
  if (whole && inside) return;
  faults.add({.code = whole ? FaultCode::kOutOfRange : FaultCode::kNotAnInteger,
              .field = field.name,
              .value = write_json(value),
              .expected = range_of(field)});
}

void check_text(const Field& field, const std::string& value, Faults& faults) {
  const auto size = static_cast<std::int64_t>(count_characters(value));
  const bool is_choice = std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end();
  if (field.required && value.empty()) {
    faults.add({.code = FaultCode::kMissing, .field = field.name, .expected = "string"});
  } else if (!field.choices.empty() && !is_choice) {
    faults.add({.code = FaultCode::kUnknownCategory,
                .field = field.name,
                .value = value,
                .expected = with_commas(field.choices)});
  } else if (field.most && size > *field.most) {
    faults.add({.code = FaultCode::kTooLarge,
                .field = field.name,
                .value = std::to_string(size) + " characters",
                .expected = std::to_string(*field.most) + " characters"});
  } else if (size < field.least.value_or(0)) {
    faults.add({.code = FaultCode::kOutOfRange,
                .field = field.name,
                .value = std::to_string(size) + " characters",
                .expected = range_of(field) + " characters"});
  }
}

// A password may be sent as a number by mistake.
bool may_be_secret(const Field& field) {
  return field.name.ends_with("password") || field.name == "code" || field.name == "token";
}

void check(const Field& field, const Json& value, Faults& faults);

void check_list(const Field& field, const JsonArray& items, Faults& faults) {
  if (field.required && items.empty()) {
    faults.add({.code = FaultCode::kMissing,
                .field = field.name,
                .expected = "array of " + std::string(type_of(field.fields[0]))});
  }
  for (const Json& item : items) check(named(field.name, field.fields[0]), item, faults);
}

void check(const Field& field, const Json& value, Faults& faults) {
  if (field.type == FieldType::kAny) return;
  if (value.type_name() != type_of(field)) {
    faults.add({.code = FaultCode::kWrongType,
                .field = field.name,
                .value = may_be_secret(field) ? "\u2026" : shown_value(value),
                .expected = std::string(type_of(field))});
  } else if (field.type == FieldType::kInteger) {
    check_integer(field, value.as_number(), faults);
  } else if (field.type == FieldType::kText) {
    check_text(field, value.as_string(), faults);
  } else if (field.type == FieldType::kList) {
    check_list(field, value.as_array(), faults);
  }
}

Faults faults_of(const std::vector<Field>& form, const Json& body) {
  Faults faults;
  for (const auto& [name, value] : body.as_object()) {
    if (find_field(form, name) != nullptr) continue;
    faults.add({.code = FaultCode::kUnknownField,
                .field = name,
                .expected = form.empty() ? "an empty object" : names_of(form)});
  }
  for (const auto& field : form) {
    const Json& value = body[field.name];
    if (!value.is_null()) {
      check(field, value, faults);
    } else if (field.required) {
      faults.add({.code = FaultCode::kMissing, .field = field.name, .expected = std::string(type_of(field))});
    }
  }
  return faults;
}

bool has_required(const std::vector<Field>& form, const Json& body) {
  return std::all_of(form.begin(), form.end(),
                     [&](const Field& field) { return !field.required || !body[field.name].is_null(); });
}

}  // namespace

Outcome<Fields> Fields::read(const std::vector<std::vector<Field>>& forms, std::string_view body) {
  auto document = parse_json(body.empty() ? "{}" : body);
  if (!document) return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, document.error()));
  if (!document->is_object()) {
    Fault fault{.code = FaultCode::kWrongType,
                .field = "body",
                .value = shown_value(*document),
                .expected = "object"};
    return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(fault)));
  }
  const auto fits = [&](const std::vector<Field>& form) { return has_required(form, *document); };
  const auto form = std::find_if(forms.begin(), forms.end(), fits);
  static const std::vector<Field> kEmpty;
  auto faults = faults_of(form != forms.end() ? *form : forms.empty() ? kEmpty : forms.back(), *document);
  if (faults.empty()) return Fields(std::move(*document));
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

std::optional<std::string> Fields::maybe_text(std::string_view name) const {
  return has(name) ? std::optional(text(name)) : std::nullopt;
}

std::optional<std::int64_t> Fields::maybe_integer(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return static_cast<std::int64_t>(json_[name].as_number());
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> texts;
  for (const Json& item : json_[name].as_array()) texts.push_back(item.as_string());
  return texts;
}

}  // namespace shohin
