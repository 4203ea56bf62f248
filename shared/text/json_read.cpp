#include <cassert>

#include "text/json.h"
#include "text/json_parser.h"
#include "text/number.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Fault depth_named(Fault fault, const JsonLimits& limits) {
  if (fault.code != FaultCode::kTooLarge) return fault;
  fault.field = "depth";
  fault.value.clear();
  fault.expected = print_number(static_cast<double>(limits.depth));
  return fault;
}

// What is wrong with the text before its grammar is looked at.
std::optional<Fault> refuse_text(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return Fault{.code = FaultCode::kTooLarge,
                 .value = std::to_string(text.size()),
                 .expected = std::to_string(limits.bytes)};
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Fault{.code = FaultCode::kEmpty};
  if (!is_utf8(text)) return Fault{.code = FaultCode::kBadUtf8};
  return {};
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  text = without_mark(text);
  if (auto fault = refuse_text(text, limits)) return fail(std::move(*fault));
  JsonParser parser(text, limits.depth);
  Json document;
  if (!parser.value(document) || !parser.refuse_rest()) return fail(depth_named(parser.fault(), limits));
  return document;
}

JsonArrayReader::JsonArrayReader(std::string_view text, const JsonLimits& limits)
    : text_(without_mark(text)), limits_(limits) {}

Result<std::optional<Json>> JsonArrayReader::next() {
  if (place_ == Place::kEnd) return std::optional<Json>();
  const Place before = place_;
  place_ = Place::kEnd;
  if (before == Place::kStart) {
    if (auto fault = refuse_text(text_, limits_)) return fail(std::move(*fault));
  }
  JsonParser parser(text_, limits_.depth, at_);
  parser.skip_blanks();
  if (before == Place::kStart && !parser.take('[')) {
    parser.refuse(FaultCode::kWrongType, "array");
    return fail(parser.fault());
  }
  parser.skip_blanks();
  const bool ends = parser.take(']');
  if (ends || (before == Place::kInside && !parser.expect(','))) {
    if (!ends || !parser.refuse_rest()) return fail(parser.fault());
    return std::optional<Json>();
  }
  std::optional<Json> element(Json{});
  if (!parser.value(*element)) return fail(depth_named(parser.fault(), limits_));
  at_ = parser.at();
  place_ = Place::kInside;
  return element;
}

}  // namespace shohin
