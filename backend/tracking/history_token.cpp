#include "tracking/history_token.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "mlflow/page_token.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::string_view kBefore = "{\"after\": [", kBehind = "]}";

// Takes what stands before the next comma off the front.
std::string_view take(std::string_view& text) {
  const auto part = text.substr(0, text.find(','));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stopped == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<HistoryPlace> read_place(std::string_view text) {
  if (!text.starts_with(kBefore) || !text.ends_with(kBehind)) return std::nullopt;
  text = text.substr(kBefore.size(), text.size() - kBefore.size() - kBehind.size());
  const auto timestamp = integer_of(take(text));
  const auto step = integer_of(take(text));
  const auto value = parse_number(take(text));
  const auto is_nan = integer_of(text);
  if (!timestamp || !step || !value || !is_nan || *is_nan < 0 || *is_nan > 1) return std::nullopt;
  return HistoryPlace{*timestamp, *step, {*value, *is_nan == 1}};
}

}  // namespace

std::string history_token(const HistoryPlace& last) {
  return to_base64(std::string(kBefore) + std::to_string(last.timestamp) + "," + std::to_string(last.step) +
                   "," + print_number(last.value.value) + "," + (last.value.is_nan ? "1" : "0") +
                   std::string(kBehind));
}

Outcome<HistoryPlace> read_history_token(std::string_view token) {
  const auto place = read_place(from_base64(token));
  return place ? Outcome<HistoryPlace>(*place) : refuse_token(token);
}

}  // namespace shohin
