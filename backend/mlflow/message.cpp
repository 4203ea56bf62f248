#include "mlflow/message.h"

#include <utility>

#include "mlflow/message_json.h"
#include "mlflow/recorded.h"
#include "text/utf8.h"

namespace shohin {
namespace {

using nlohmann::json;

bool is_json_type(std::string_view content_type) {
  constexpr std::string_view kJson = "application/json";
  if (content_type.substr(0, kJson.size()) != kJson) return false;
  return content_type.size() == kJson.size() || content_type[kJson.size()] == ';' ||
         content_type[kJson.size()] == ' ';
}

// A list of texts for every name.
Outcome<json> query_object(const Request& request) {
  auto object = json::object();
  for (const auto& [name, value] : request.query) {
    if (!is_utf8(name) || !is_utf8(value)) {
      return refuse(ErrorCode::kInvalidParameterValue, "The query is not UTF-8.");
    }
    auto& values = object[name];
    if (values.is_null()) values = json::array();
    values.push_back(value);
  }
  return object;
}

// Discarded when it is no JSON.
Outcome<json> body_object(const Request& request) {
  // Clients delete a tag of a logged model without a body.
  const bool needs_none = request.method == Method::kDelete && request.body.empty();
  if (!needs_none && !is_json_type(request.header("content-type"))) {
    return refuse(ErrorCode::kInvalidParameterValue, "Send Content-Type: application/json.");
  }
  auto object = request.body.empty() ? json::object() : parse_message(request.body);
  if (object.is_object() || object.is_discarded()) return object;
  return refuse(ErrorCode::kInvalidParameterValue, "The body is not a JSON object.");
}

}  // namespace

struct Message::Body {
  std::shared_ptr<const json> whole;  // of the request; `object` lies in it
  const json* object = nullptr;       // nothing, when only recording
  bool is_query = false;
  bool is_malformed = false;  // it was no JSON
  std::shared_ptr<Recorded> recorded = nullptr;

  [[nodiscard]] const json* find(std::string_view name) const {
    if (object == nullptr) return nullptr;
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
  const bool is_query = request.method == Method::kGet;
  auto sent = is_query ? query_object(request) : body_object(request);
  if (!sent) return tl::unexpected(std::move(sent).error());
  const bool is_malformed = sent->is_discarded();
  auto whole = std::make_shared<const json>(is_malformed ? json::object() : *std::move(sent));
  const auto* object = whole.get();
  auto body = std::make_unique<Body>(Body{std::move(whole), object, is_query, is_malformed});
  return Message(std::move(body), "", std::make_shared<Fault>());
}

Message Message::recorder() {
  auto body = std::make_unique<Body>();
  body->recorded = std::make_shared<Recorded>();
  return Message(std::move(body), "", std::make_shared<Fault>(Fault{"This message only records."}));
}

std::vector<Field> Message::recorded() const { return body_->recorded->fields(); }

bool Message::records() const { return body_->recorded != nullptr; }

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

Message Message::within(const nlohmann::json& object, const std::string& place) const {
  auto body = std::make_unique<Body>(Body{body_->whole, &object});
  return Message(std::move(body), path_ + place + ".", fault_);
}

Message Message::recorder_within(std::string_view name) const {
  auto body = std::make_unique<Body>();
  body->recorded = body_->recorded->member(name);
  return Message(std::move(body), path_ + std::string(name) + ".", fault_);
}

bool Message::has(std::string_view name) const { return body_->find(name) != nullptr; }

std::optional<std::string> Message::text(std::string_view name) const {
  if (records()) note(shohin::text(std::string(name)));
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
  if (records()) note(shohin::integer(std::string(name), INT64_MIN, INT64_MAX));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  const auto integer = integer_of(*value);
  if (!integer) complain_type(name, "a whole number of 64 bits");
  return integer;
}

std::int64_t Message::required_integer(std::string_view name) const {
  const auto value = integer(name);
  require(name);
  return value.value_or(0);
}

std::optional<double> Message::number(std::string_view name) const {
  if (records()) note({.name = std::string(name), .type = FieldType::kMlflowNumber});
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  const auto number = number_of(*value);
  if (!number) complain_type(name, "a number");
  return number;
}

double Message::required_number(std::string_view name) const {
  const auto value = number(name);
  require(name);
  return value.value_or(0);
}

std::optional<bool> Message::flag(std::string_view name) const {
  if (records()) note(shohin::flag(std::string(name)));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  const auto flag = flag_of(*value);
  if (!flag) complain_type(name, "true or false");
  return flag;
}

std::vector<std::string> Message::texts(std::string_view name) const {
  if (records()) note(list(std::string(name), shohin::text("")));
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
  if (records()) note(list(std::string(name), shohin::object("", {})));
  std::vector<Message> objects;
  if (records()) objects.push_back(recorder_within(name));
  const auto* value = body_->find(name);
  if (value == nullptr) return objects;
  if (!value->is_array()) complain_type(name, "a list of objects");
  for (std::size_t i = 0; value->is_array() && i < value->size(); ++i) {
    const auto& item = (*value)[i];
    if (!item.is_object()) {
      complain_type(name, "a list of objects");
      return objects;
    }
    objects.push_back(within(item, std::string(name) + "[" + std::to_string(i) + "]"));
  }
  return objects;
}

std::optional<Message> Message::object(std::string_view name) const {
  if (records()) note(shohin::object(std::string(name), {}));
  if (records()) return recorder_within(name);
  const auto* value = body_->find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) return within(*value, std::string(name));
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

std::optional<int> Message::name_or_number(std::string_view name,
                                           const std::vector<std::string_view>& names) const {
  if (records()) note(choice(std::string(name), {names.begin(), names.end()}));
  const auto* value = body_->find_one(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const auto number = integer(name).value_or(0);
    if (number >= 1 && number <= static_cast<std::int64_t>(names.size())) return static_cast<int>(number);
    return std::nullopt;
  }
  if (!value->is_string()) {
    complain_type(name, "a name or its number");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (*value == names[i]) return static_cast<int>(i) + 1;
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
