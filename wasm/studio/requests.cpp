#include "requests.h"

#include <utility>

namespace shohin {

void Requests::ask(std::string_view what, JsonObject more) {
  more.emplace(more.begin(), "ask", Json(what));
  waiting_.push_back(write_json(Json(std::move(more))));
}

std::string Requests::take() {
  if (waiting_.empty()) return {};
  std::string oldest = std::move(waiting_.front());
  waiting_.pop_front();
  return oldest;
}

}  // namespace shohin
