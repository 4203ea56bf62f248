#include "http/accept.h"

#include <algorithm>

#include "http/gate.h"
#include "http/list.h"
#include "text/number.h"

namespace shohin {
namespace {

double weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto one = take_item(parameters, ';');
    if (one.starts_with("q=") || one.starts_with("Q="))
      return std::clamp(parse_number(one.substr(2)).value_or(1), 0.0, 1.0);
  }
  return 1;
}

}  // namespace

double accept_weight(std::string_view accept, std::string_view media_type) {
  while (!accept.empty()) {
    auto range = take_item(accept);
    if (shohin::media_type(take_item(range, ';')) == media_type) return weight_of(range);
  }
  return 0;
}

}  // namespace shohin
