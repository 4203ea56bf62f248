#include "mlflow/message.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "mlflow/json_depth.h"
#include "mlflow/recorded.h"
#include "text/ascii.h"
#include "text/number.h"
#include "text/utf8.h"

namespace shohin {
namespace {

using nlohmann::json;

bool is_before_value(char c) { return std::string_view(" \t\r\n,:[").find(c) != std::string_view::npos; }

// The number that begins there, and is too large for a double: Python reads it as an infinity.
std::string_view overflow_at(std::string_view text) {
  const auto end = std::min(text.find_first_not_of("0123456789+-.eE"), text.size());
  const auto number = parse_number(text.substr(0, end));
  return number && std::isinf(*number) ? text.substr(0, end) : std::string_view();
}

// Python writes NaN, Infinity and -Infinity as bare words; here they come into quotes, and so does a number
// that is too large.
std::string with_quoted_words(std::string_view text) {
  std::string quoted;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') in_string = !in_string;
    if (in_string && text[i] == '\\' && i + 1 < text.size()) quoted += text[i++];
    std::string_view word;
    for (const std::string_view known : {"NaN", "Infinity", "-Infinity"}) {
      if (!in_string && text.substr(i, known.size()) == known) word = known;
    }
    const bool begins_number = !in_string && (text[i] == '-' || is_digit(text[i])) &&
                               (quoted.empty() || is_before_value(quoted.back()));
    if (word.empty() && begins_number) word = overflow_at(text.substr(i));
    if (word.empty()) {
      quoted += text[i];
    } else {
      quoted.append("\"").append(word).append("\"");
      i += word.size() - 1;
    }
  }
  return quoted;
}

json parse(const std::string& text) {
  if (is_too_deep(text)) return json(json::value_t::discarded);  // as text that is no JSON
  auto parsed = json::parse(text, nullptr, false);
  return parsed.is_discarded() ? json::parse(with_quoted_words(text), nullptr, false) : parsed;
}

bool is_json_type(std::string_view content_type) {
  constexpr std::string_view kJson = "application/json";
  if (content_type.substr(0, kJson.size()) != kJson) return false;
  return content_type.size() == kJson.size() || content_type[kJson.size()] == ';' ||
         content_type[kJson.size()] == ' ';
}

std::optional<std::int64_t> integer_of(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_of(double value) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (!(value >= -kLimit && value < kLimit) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

// As Python's float() reads a text: words in any case, blanks around.
std::optional<double> number_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  text = text.substr(0, text.find_last_not_of(kBlanks) + 1);
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const auto word = lower_case(text.substr(has_sign ? 1 : 0));
  const double sign = text.starts_with('-') ? -1 : 1;
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "inf" || word == "infinity") return sign * std::numeric_limits<double>::infinity();
  return parse_number(text);
}

std::string shown(const json& value) {
  auto text = value.dump(-1, ' ', true);
  if (text.size() > 100) text = text.substr(0, 100) + "...";
  return text;
}

// "A (1), B (2)"
std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text.append(i == 0 ? "" : ", ").append(names[i]).append(" (" + std::to_string(i + 1) + ")");
  }
  return text;
}

}  // namespace

struct Message::Body {
  std::shared_ptr<const json> object = std::make_shared<const json>(json::object());  // part of a whole
  bool is_query = false;
  bool is_malformed = false;  // it was no JSON
  std::shared_ptr<Recorded> recorded = nullptr;

  [[nodiscard]] const json* find(std::string_view name) const {
    const auto found = object->find(name);
    return found == object->end() || found->is_null() ? nullptr : &*found;
  }
  // A query gives a list for every field; where one value is wanted, the last counts.
  [[nodiscard]] const json* find_one(std::string_view name) const {
    const auto* found = find(name);
    return is_query && found != nullptr ? &found->back() : found;
  }
};

struct Message::Fault {
  std::string message;
};

Message::Message(std::unique_ptr<Body> body, std::string path, std::shared_ptr<Fault> fault)
    : body_(std::move(body)), path_(std::move(path)), fault_(std::move(fault)) {}
Message::~Message() = default;
Message::Message(Message&&) noexcept = default;
Message& Message::operator=(Message&&) noexcept = default;

Outcome<Message> Message::read(const Request& request) {
  auto body = std::make_unique<Body>();
  json object = json::object();
  body->is_query = request.method == Method::kGet;
  if (body->is_query) {
    for (const auto& [name, value] : request.query) {
      if (!is_utf8(name) || !is_utf8(value)) {
        return refuse(ErrorCode::kInvalidParameterValue, "The query is not UTF-8.");
      }
      auto& values = object[name];
      if (values.is_null()) values = json::array();
      values.push_back(value);
    }
  } else {
    // Clients delete a tag of a logged model without a body.
    const bool needs_none = request.method == Method::kDelete && request.body.empty();
    if (!needs_none && !is_json_type(request.header("content-type"))) {
      return refuse(ErrorCode::kInvalidParameterValue, "Send Content-Type: application/json.");
    }
    if (has_too_many_values(request.body)) {
      return refuse(ErrorCode::kInvalidParameterValue,
                    "The body holds more than " + std::to_string(kMostJsonValues) + " JSON values.");
    }
    object = parse(request.body.empty() ? "{}" : request.body);
    body->is_malformed = object.is_discarded();
    if (body->is_malformed) object = json::object();
    if (!object.is_object()) {
      return refuse(ErrorCode::kInvalidParameterValue, "The body is not a JSON object.");
    }
  }
  body->object = std::make_shared<const json>(std::move(object));
  return Message(std::move(body), "", std::make_shared<Fault>());
}

Message Message::recorder() {
  auto body = std::make_unique<Body>();
  body->recorded = std::make_shared<Recorded>();
  return Message(std::move(body), "", std::make_shared<Fault>(Fault{"This message only records."}));
}

std::vector<Field> Message::recorded() const { return body_->recorded->fields(); }

void Message::note(Field field) const {
  if (body_->recorded->member(field.name)) return;
  field.required = false;
  body_->recorded->members.push_back(std::make_shared<Recorded>(Recorded{std::move(field), {}}));
}

void Message::require(std::string_view name) const {
  if (body_->recorded) {
    if (const auto member = body_->recorded->member(name)) member->field.required = true;
  } else if (!has(name)) {
    complain_missing(name);
  }
}

Message Message::inside(std::string_view name, const std::string& place) const {
  auto body = std::make_unique<Body>();
  if (body_->recorded) body->recorded = body_->recorded->member(name);
  return Message(std::move(body), path_ + place + ".", fault_);
}

bool Message::has(std::string_view name) const { return body_->find(name) != nullptr; }

std::optional<std::string> Message::text(std::string_view name) const {
  if (body_->recorded) note(shohin::text(std::string(name)));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  complain_type(name, "a text");
  return std::nullopt;
}

std::string Message::text_or_empty(std::string_view name) const { return text(name).value_or(""); }

std::string Message::required_text(std::string_view name) const {
  auto value = text_or_empty(name);
  if (body_->recorded) require(name);
  if (value.empty()) complain_missing(name);
  return value;
}

std::optional<std::int64_t> Message::integer(std::string_view name) const {
  if (body_->recorded) note(shohin::integer(std::string(name), INT64_MIN, INT64_MAX));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  std::optional<std::int64_t> integer;
  if (value->is_number_unsigned()) {
    const auto unsigned_value = value->get<std::uint64_t>();
    if (unsigned_value <= static_cast<std::uint64_t>(INT64_MAX)) {
      integer = static_cast<std::int64_t>(unsigned_value);
    }
  } else if (value->is_number_integer()) {
    integer = value->get<std::int64_t>();
  } else if (value->is_number_float()) {
    integer = integer_of(value->get<double>());
  } else if (value->is_string()) {
    integer = integer_of(value->get_ref<const std::string&>());
  }
  if (!integer) complain_type(name, "a whole number of 64 bits");
  return integer;
}

std::int64_t Message::required_integer(std::string_view name) const {
  const auto value = integer(name);
  require(name);
  return value.value_or(0);
}

std::optional<double> Message::number(std::string_view name) const {
  if (body_->recorded) note({.name = std::string(name), .type = FieldType::kMlflowNumber});
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  std::optional<double> number;
  if (value->is_number()) number = value->get<double>();
  if (value->is_boolean()) number = value->get<bool>() ? 1 : 0;
  if (value->is_string()) number = number_of(value->get_ref<const std::string&>());
  if (!number) complain_type(name, "a number");
  return number;
}

double Message::required_number(std::string_view name) const {
  const auto value = number(name);
  require(name);
  return value.value_or(0);
}

std::optional<bool> Message::flag(std::string_view name) const {
  if (body_->recorded) note(shohin::flag(std::string(name)));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  if (body_->is_query && *value == "true") return true;
  if (body_->is_query && *value == "false") return false;
  complain_type(name, "true or false");
  return std::nullopt;
}

std::vector<std::string> Message::texts(std::string_view name) const {
  if (body_->recorded) note(list(std::string(name), shohin::text("")));
  const auto* value = body_->find(name);
  if (value == nullptr) return {};
  std::vector<std::string> texts;
  if (!value->is_array()) complain_type(name, "a list of texts");
  for (std::size_t i = 0; value->is_array() && i < value->size(); ++i) {
    const auto& item = (*value)[i];
    if (!item.is_string()) {
      complain_type(name, "a list of texts");
      return {};
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::vector<Message> Message::objects(std::string_view name) const {
  if (body_->recorded) note(list(std::string(name), shohin::object("", {})));
  std::vector<Message> objects;
  if (body_->recorded) objects.push_back(inside(name, std::string(name)));
  const auto* value = body_->find(name);
  if (value == nullptr) return objects;
  if (!value->is_array()) complain_type(name, "a list of objects");
  for (std::size_t i = 0; value->is_array() && i < value->size(); ++i) {
    const auto& item = (*value)[i];
    if (!item.is_object()) {
      complain_type(name, "a list of objects");
      return objects;
    }
    objects.push_back(Message(std::make_unique<Body>(Body{{body_->object, &item}, false}),
                              path_ + std::string(name) + "[" + std::to_string(i) + "].", fault_));
  }
  return objects;
}

std::optional<Message> Message::object(std::string_view name) const {
  if (body_->recorded) note(shohin::object(std::string(name), {}));
  if (body_->recorded) return inside(name, std::string(name));
  const auto* value = body_->find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) {
    return Message(std::make_unique<Body>(Body{{body_->object, value}, false}),
                   path_ + std::string(name) + ".", fault_);
  }
  complain_type(name, "an object");
  return std::nullopt;
}

std::vector<KeyValue> Message::key_values(std::string_view name) const {
  std::vector<KeyValue> values;
  for (const auto& item : objects(name)) {
    values.push_back({item.text_or_empty("key"), item.text_or_empty("value")});
  }
  return values;
}

std::optional<int> Message::name_or_number(std::string_view name, const std::vector<std::string_view>& names,
                                           Unknown unknown) const {
  if (body_->recorded) note(choice(std::string(name), {names.begin(), names.end()}));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number() && !value->is_string()) {
    complain_type(name, "a name or its number");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (*value == names[i]) return static_cast<int>(i) + 1;
  }
  const auto number = value->is_number() ? integer(name) : integer_of(value->get_ref<const std::string&>());
  if (number && *number >= 1 && *number <= static_cast<std::int64_t>(names.size())) {
    return static_cast<int>(*number);
  }
  if (unknown == Unknown::kIsFault || (unknown == Unknown::kNumberIsFault && value->is_number())) {
    complain("Invalid value for parameter '" + path_ + std::string(name) + "': " + shown(*value) +
             " is none of " + listed(names) + ".");
  }
  return std::nullopt;
}

void Message::complain(std::string message) const {
  if (fault_->message.empty()) fault_->message = std::move(message);
}

void Message::complain_missing(std::string_view name) const {
  complain("Missing value for required parameter '" + path_ + std::string(name) + "'" +
           (body_->is_malformed ? ": the body is not JSON." : "."));
}

void Message::complain_type(std::string_view name, std::string_view expected) const {
  complain("Invalid value for parameter '" + path_ + std::string(name) + "': " + std::string(expected) +
           " is expected.");
}

bool Message::failed() const { return !fault_->message.empty(); }

tl::unexpected<Error> Message::fault() const {
  return refuse(ErrorCode::kInvalidParameterValue, fault_->message);
}

}  // namespace shohin
