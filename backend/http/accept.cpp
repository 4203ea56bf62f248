#include "http/accept.h"

#include <algorithm>

#include "http/gate.h"
#include "text/number.h"

namespace shohin {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes what stands before the separator off the front of `text`.
std::string_view take(std::string_view& text, char separator) {
  const auto part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return trim(part);
}

double weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto one = take(parameters, ';');
    if (one.starts_with("q=") || one.starts_with("Q="))
      return std::clamp(parse_number(one.substr(2)).value_or(1), 0.0, 1.0);
  }
  return 1;
}

}  // namespace

double accept_weight(std::string_view accept, std::string_view media_type) {
  while (!accept.empty()) {
    auto range = take(accept, ',');
    if (shohin::media_type(take(range, ';')) == media_type) return weight_of(range);
  }
  return 0;
}

}  // namespace shohin
