// Where each widget of the last frame is, for automation (?automation=1 on a loopback address).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"
#include "text/json.h"

namespace shohin {

struct WidgetRecord {
  std::string id, label, kind, value;
  ImVec2 at, size;
};

class WidgetLog {
 public:
  void turn_on() { on_ = true; }
  void begin_frame() { records_.clear(); }
  // Notes the item that was just drawn, with what of it can be seen.
  void note(std::string_view id, std::string_view label, std::string_view kind, std::string_view value);
  [[nodiscard]] Json json() const;

 private:
  bool on_ = false;
  std::vector<WidgetRecord> records_;
};

}  // namespace shohin
