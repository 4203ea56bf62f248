// What a route says of itself beyond who may call it: in the OpenAPI document, and to the checks of a strict
// one.
#pragma once

#include <string>
#include <vector>

#include "http/field.h"

namespace shohin {

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  Field body{.name = "", .type = FieldType::kAny};  // of application/json
  bool is_file = false;                             // with an ETag: 304, and ranges
};

// Members of the JSON object that a route answers with.
inline Answer json_answer(std::vector<Field> fields) { return {.body = object("", std::move(fields))}; }
inline Answer answer_of(Field body) { return {.body = std::move(body)}; }
inline Answer file_answer(std::string content_type) {
  return {.content_type = std::move(content_type), .is_file = true};
}

struct Operation {
  std::string summary{};                     // one line; a route without one is not in the document
  std::vector<Field> path{};                 // the shape of a parameter of the pattern, where it has one
  std::vector<Field> query{};                // a list is a name that repeats
  std::vector<std::vector<Field>> body{};    // the members of its JSON object, in one form or one of several
  std::vector<std::string> content_types{};  // of a body that is no JSON object
  std::string example{};  // a body of the first of them that suits the model bonsai, for whoever tries it out
  Answer answer{};
  std::vector<Answer> also{};  // with other statuses
  std::vector<int> errors{};   // statuses beside those that role, method, path and body bring with them
  // What is not declared here, or otherwise, is a fault that names it: query and body are checked before the
  // handler runs.
  bool strict = false;
};

}  // namespace shohin
