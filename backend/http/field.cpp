#include "http/field.h"

namespace shohin {

Field text(std::string name) { return {.name = std::move(name)}; }

Field choice(std::string name, std::vector<std::string> choices) {
  return {.name = std::move(name), .choices = std::move(choices)};
}

Field integer(std::string name) { return {.name = std::move(name), .type = FieldType::kInteger}; }

Field integer(std::string name, std::int64_t least, std::int64_t most) {
  return {.name = std::move(name), .type = FieldType::kInteger, .least = least, .most = most};
}

Field number(std::string name) { return {.name = std::move(name), .type = FieldType::kNumber}; }

Field flag(std::string name) { return {.name = std::move(name), .type = FieldType::kFlag}; }

Field object(std::string name, std::vector<Field> fields) {
  return {.name = std::move(name), .type = FieldType::kObject, .fields = std::move(fields)};
}

Field list(std::string name, Field item) {
  return {.name = std::move(name), .type = FieldType::kList, .fields = {std::move(item)}};
}

Field map(std::string name, Field value) {
  return {.name = std::move(name), .type = FieldType::kMap, .fields = {std::move(value)}};
}

Field any(std::string name) { return {.name = std::move(name), .type = FieldType::kAny}; }

Field maybe(Field field) {
  field.required = false;
  return field;
}

Field or_null(Field field) {
  field.nullable = true;
  return field;
}

Field sized(std::int64_t least, std::int64_t most, Field field) {
  field.least = least;
  field.most = most;
  return field;
}

Field like(std::string pattern, Field field) {
  field.pattern = std::move(pattern);
  return field;
}

Field named(std::string name, Field field) {
  field.name = std::move(name);
  return field;
}

Field component(std::string name, Field field) {
  field.component = std::move(name);
  return field;
}

std::vector<Field> page_query() {
  return {maybe(integer("max_results", 1, 1000)), maybe(text("page_token"))};
}

}  // namespace shohin
