#include "contract/object_reader.h"

#include <algorithm>

#include "contract/limits.h"
#include "text/shown_value.h"
#include "text/utf8.h"

namespace shohin {

ObjectReader::ObjectReader(const Json& object, std::string path, Faults& faults)
    : object_(object), path_(std::move(path)), faults_(faults) {
  if (object_.is_object()) return;
  faults_.add(
      {.code = FaultCode::kWrongType, .field = path_, .value = shown_value(object_), .expected = "object"});
}

std::string ObjectReader::path_of(std::string_view member) const {
  return path_.empty() ? std::string(member) : path_ + "." + std::string(member);
}

void ObjectReader::add(FaultCode code, std::string_view member, std::string value, std::string expected) {
  faults_.add(
      {.code = code, .field = path_of(member), .value = std::move(value), .expected = std::move(expected)});
}

void ObjectReader::wrong_type(std::string_view member, std::string_view expected) {
  add(FaultCode::kWrongType, member, shown_value(object_[member]), std::string(expected));
}

void ObjectReader::refuse_others(std::initializer_list<std::string_view> known) {
  for (const auto& member : object_.as_object()) {
    if (std::find(known.begin(), known.end(), member.first) == known.end()) {
      add(FaultCode::kUnknownField, member.first);
    }
  }
}

std::string ObjectReader::name(std::string_view member) {
  const Json& value = object_[member];
  if (!value.is_null() && !value.is_string()) {
    wrong_type(member, "string");
    return {};
  }
  return check_name(value.as_string(), path_of(member), faults_) ? value.as_string() : std::string();
}

std::string ObjectReader::optional_name(std::string_view member) {
  const Json& value = object_[member];
  if (value.is_null() || (value.is_string() && value.as_string().empty())) return {};
  return name(member);
}

std::optional<double> ObjectReader::number(std::string_view member, bool is_required) {
  const Json& value = object_[member];
  if (value.is_number()) return value.as_number() == 0 ? 0 : value.as_number();  // -0 is 0
  if (!value.is_null()) {
    wrong_type(member, "number");
  } else if (is_required) {
    add(FaultCode::kMissing, member);
  }
  return {};
}

bool ObjectReader::boolean(std::string_view member, bool otherwise) {
  const Json& value = object_[member];
  if (value.is_bool()) return value.as_bool();
  if (object_.has(member)) wrong_type(member, "boolean");
  return otherwise;
}

LocalText ObjectReader::local_text(std::string_view member) {
  LocalText texts;
  const Json& value = object_[member];
  if (!value.is_object() && !value.is_null()) wrong_type(member, "object");
  for (const auto& [language, text] : value.as_object()) {
    const std::string place = std::string(member) + "." + language;
    if (text.is_string()) {
      texts.emplace_back(language, text.as_string());
    } else {
      add(FaultCode::kWrongType, place, shown_value(text), "string");
    }
  }
  return texts;
}

const JsonArray* ObjectReader::array(std::string_view member, std::pair<std::size_t, std::size_t> count) {
  const Json& value = object_[member];
  if (value.is_null()) {
    add(FaultCode::kMissing, member);
    return nullptr;
  }
  if (!value.is_array()) {
    wrong_type(member, "array");
    return nullptr;
  }
  const std::size_t size = value.as_array().size();
  const auto [least, most] = count;
  if (size >= least && size <= most) return &value.as_array();
  add(size > most ? FaultCode::kTooLarge : FaultCode::kOutOfRange, member, std::to_string(size),
      size > most ? std::to_string(most) : std::to_string(least) + " to " + std::to_string(most));
  return nullptr;
}

bool check_name(std::string_view name, const std::string& path, Faults& faults) {
  if (name.empty()) {
    faults.add({.code = FaultCode::kMissing, .field = path});
  } else if (name.size() > Limits::kNameBytes) {
    faults.add({.code = FaultCode::kTooLarge,
                .field = path,
                .value = std::to_string(name.size()),
                .expected = std::to_string(Limits::kNameBytes)});
  } else if (!is_utf8(name)) {
    faults.add({.code = FaultCode::kBadUtf8, .field = path});
  } else if (has_control_characters(name)) {
    faults.add({.code = FaultCode::kBadSyntax, .field = path, .value = std::string(name)});
  } else {
    return true;
  }
  return false;
}

}  // namespace shohin
