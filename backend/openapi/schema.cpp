#include "openapi/schema.h"

#include <utility>

namespace shohin {
namespace {

// Requests and answers differ in what may be left out and added.
struct Manner {
  bool is_request = false;
  bool closed = true;
  Components* components = nullptr;
};

Json schema(const Field& field, const Manner& manner);

JsonArray texts(const std::vector<std::string>& words) { return {words.begin(), words.end()}; }

JsonObject text_schema(const Field& field, const Manner& manner) {
  JsonObject json{{"type", "string"}};
  if (!field.choices.empty()) json.emplace_back("enum", texts(field.choices));
  const auto least = field.least.value_or(manner.is_request && field.required ? 1 : 0);
  if (least > 0 && field.choices.empty()) json.emplace_back("minLength", least);
  if (field.most) json.emplace_back("maxLength", *field.most);
  if (!field.pattern.empty()) json.emplace_back("pattern", field.pattern);
  return json;
}

JsonObject integer_schema(const Field& field) {
  constexpr std::int64_t kExact = 1LL << 53;  // beyond it a bound is no exact JSON number
  JsonObject json{{"type", "integer"}, {"format", "int64"}};
  const auto least = field.least.value_or(0), most = field.most.value_or(INT64_MAX);
  if (least >= -kExact) json.emplace_back("minimum", least);
  if (most <= kExact) json.emplace_back("maximum", most);
  return json;
}

// MLflow writes what JSON cannot as a text.
JsonObject mlflow_number_schema() {
  const auto words = JsonObject{{"enum", JsonArray{"NaN", "Infinity", "-Infinity"}}};
  return {{"anyOf", JsonArray{JsonObject{{"type", "number"}}, words}}};
}

JsonObject object_schema(const Field& field, const Manner& manner) {
  JsonObject properties;
  JsonArray required;
  for (const auto& member : field.fields) {
    properties.emplace_back(member.name, schema(member, manner));
    if (member.required) required.emplace_back(member.name);
  }
  JsonObject json{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) json.emplace_back("required", std::move(required));
  if (manner.closed) json.emplace_back("additionalProperties", false);
  return json;
}

JsonObject list_schema(const Field& field, const Manner& manner) {
  JsonObject json{{"type", "array"}, {"items", schema(field.fields[0], manner)}};
  if (manner.is_request && manner.closed && field.required) json.emplace_back("minItems", 1);
  return json;
}

JsonObject bare_schema(const Field& field, const Manner& manner) {
  switch (field.type) {
    case FieldType::kText:
      return text_schema(field, manner);
    case FieldType::kInteger:
      return integer_schema(field);
    case FieldType::kNumber:
      return {{"type", "number"}};
    case FieldType::kMlflowNumber:
      return mlflow_number_schema();
    case FieldType::kFlag:
      return {{"type", "boolean"}};
    case FieldType::kObject:
      return object_schema(field, manner);
    case FieldType::kList:
      return list_schema(field, manner);
    case FieldType::kMap:
      return {{"type", "object"}, {"additionalProperties", schema(field.fields[0], manner)}};
    case FieldType::kAny:
      break;
  }
  return {};
}

Json or_null_schema(JsonObject json) {
  return JsonObject{{"anyOf", JsonArray{std::move(json), JsonObject{{"type", "null"}}}}};
}

Json schema(const Field& field, const Manner& manner) {
  const bool nullable = field.nullable || (manner.is_request && !field.required);
  JsonObject json;
  if (manner.components != nullptr && !field.component.empty()) {
    if (!manner.components->contains(field.component))
      (*manner.components)[field.component] = bare_schema(field, manner);
    json = {{"$ref", "#/components/schemas/" + field.component}};
  } else {
    json = bare_schema(field, manner);
  }
  return nullable && !json.empty() ? or_null_schema(std::move(json)) : Json(std::move(json));
}

}  // namespace

Json answer_schema(const Field& field, Components& components) {
  return schema(field, {.components = &components});
}

Json request_schema(const Field& field, bool closed) {
  auto whole = field;
  whole.required = true;
  return schema(whole, {.is_request = true, .closed = closed});
}

Json query_schema(const Field& field) {
  auto value = field;
  value.required = true;
  Manner manner{.is_request = field.required};
  return schema(value, manner);
}

}  // namespace shohin
