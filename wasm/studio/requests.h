// What the Studio asks of the page: JSON objects with "ask", taken one by one after a frame.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "text/json.h"

namespace shohin {

class Requests {
 public:
  // {"ask": what, ...more}
  void ask(std::string_view what, JsonObject more = {});
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  // The oldest request, or nothing.
  std::string take();

 private:
  std::deque<std::string> waiting_;
};

}  // namespace shohin
