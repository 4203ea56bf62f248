// What a route reads and what it answers, said once: requests are checked against it (http/fields.h), and the
// OpenAPI document tells it (openapi/).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shohin {

enum class FieldType : std::uint8_t {
  kText,
  kInteger,
  kNumber,
  kMlflowNumber,  // also the texts "NaN", "Infinity" and "-Infinity"
  kFlag,
  kObject,  // Field::fields are its members
  kList,    // Field::fields holds one, which every item is
  kMap,     // an object with any names; Field::fields holds one, which every value is
  kAny,
};

struct Field {
  std::string name;  // empty for an item, a value and a whole body
  FieldType type = FieldType::kText;
  bool required = true;  // a required text of a request is not empty
  bool nullable = false;
  std::optional<std::int64_t> least{}, most{};  // of an integer; how many characters or items of the others
  std::vector<std::string> choices{};           // of a text
  std::string pattern{};                        // of a text, for the document: its service holds it to that
  std::vector<Field> fields{};
  std::string component{};  // the name of an object that several answers hold
};

Field text(std::string name);
Field choice(std::string name, std::vector<std::string> choices);
Field integer(std::string name);
Field integer(std::string name, std::int64_t least, std::int64_t most);
Field number(std::string name);
Field flag(std::string name);
Field object(std::string name, std::vector<Field> fields);
Field list(std::string name, Field item);
Field map(std::string name, Field value);
Field any(std::string name);

Field maybe(Field field);                                         // it may be left out
Field or_null(Field field);                                       // it may be null
Field sized(std::int64_t least, std::int64_t most, Field field);  // so many characters or items
Field like(std::string pattern, Field field);
Field named(std::string name, Field field);      // the same under another name
Field component(std::string name, Field field);  // told once, under that name

// The query of a list that comes in pages.
std::vector<Field> page_query();

}  // namespace shohin
