// A bounded JSON reader and writer (RFC 8259): small enough for the shop's page and safe on hostile text.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fault/fault.h"

namespace shohin {

class Json;
using JsonArray = std::vector<Json>;
using JsonObject = std::vector<std::pair<std::string, Json>>;  // in the order of the text

template <class T>
concept JsonInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

// One JSON value. Asking for a type that it does not have gives that type's empty value, never a crash; ask
// first with is_*() where the difference matters.
class Json {
 public:
  // Out of line: smaller pages, and g++ 12 takes an inlined move of the variant for uninitialized.
  Json();
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  Json(std::same_as<bool> auto value) : value_(value) {}                // NOLINT: JSON literals convert
  Json(double value) : value_(value) {}                                 // NOLINT
  Json(JsonInteger auto value) : value_(static_cast<double>(value)) {}  // NOLINT: exact up to 2^53
  Json(const char* value) : value_(std::string(value)) {}               // NOLINT
  Json(std::string value) : value_(std::move(value)) {}                 // NOLINT
  Json(std::string_view value) : value_(std::string(value)) {}          // NOLINT
  Json(JsonArray value) : value_(std::move(value)) {}                   // NOLINT
  Json(JsonObject value) : value_(std::move(value)) {}                  // NOLINT

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(value_); }
  [[nodiscard]] bool is_number() const { return std::holds_alternative<double>(value_); }
  [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(value_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<JsonArray>(value_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<JsonObject>(value_); }
  // "null", "boolean", "number", "string", "array" or "object": for faults of kind kWrongType.
  [[nodiscard]] std::string_view type_name() const;

  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] double as_number() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const JsonArray& as_array() const;
  [[nodiscard]] const JsonObject& as_object() const;
  // The member of that name, or null's address-stable empty value.
  [[nodiscard]] const Json& operator[](std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;

 private:
  std::variant<std::monostate, bool, double, std::string, JsonArray, JsonObject> value_;
};

struct JsonLimits {
  std::uint64_t bytes = 1ULL << 20;
  std::uint32_t depth = 64;
};

// Reads one JSON document; a byte order mark before it is passed over. Fails with kTooLarge (bytes, or depth
// with `field` "depth"), kEmpty, kBadUtf8, kBadSyntax (also a number that no double can hold, a lone
// surrogate escape, text after the value), kTruncated or kDuplicateField; the fault's row and column are the
// text's line and its column in characters.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

// Reads an array one element at a time, so that a large data set never stands in memory as a tree.
class JsonArrayReader {
 public:
  // The text must outlive the reader.
  explicit JsonArrayReader(std::string_view text, const JsonLimits& limits = {});

  // The next element; nothing after the last. Fails as parse_json does, and with kWrongType when the document
  // is no array; after a fault the reader is spent.
  Result<std::optional<Json>> next();

 private:
  enum class Place : std::uint8_t { kStart, kInside, kEnd };

  std::string_view text_;
  JsonLimits limits_;
  std::size_t at_ = 0;
  Place place_ = Place::kStart;
};

enum class JsonStyle : std::uint8_t { kCompact, kSortedCompact, kIndented };

// Writes a value; numbers as print_number does, NaN and infinities as null, all text as valid UTF-8 (what is
// none becomes U+FFFD).
std::string write_json(const Json& value, JsonStyle style = JsonStyle::kCompact);

}  // namespace shohin
