// The Studio as one object: what it knows, how it looks, and the page below it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform.h"
#include "requests.h"
#include "state.h"
#include "theme.h"
#include "widget_log.h"
#include "wording.h"

namespace shohin {

class Application {
 public:
  // Fonts belong to ImGui's allocator and go over to it.
  struct Font {
    void* bytes = nullptr;
    int size = 0;
  };
  // settings: {"language", "dark", "workers", "host", "minutes_from_utc", "automation", "theme", "faults"};
  // the last two are the texts of those files.
  Application(Font regular, Font strong, const Json& settings);

  Platform& platform() { return platform_; }
  Requests& requests() { return requests_; }

  enum Want : std::uint32_t { kNothing = 0, kCaret = 1, kAnotherFrame = 2, kSettling = 4 };
  // Draws one frame and says what should follow.
  std::uint32_t frame(float seconds);
  void receive(std::string_view message);
  void set_page_bytes(std::uint64_t bytes) { state_.page_bytes = bytes; }
  // The widgets of the last frame as JSON.
  [[nodiscard]] std::string widgets() const { return write_json(widgets_.json()); }

 private:
  void follow_theme();

  Platform platform_;
  ImFont* strong_ = nullptr;
  StudioState state_;
  Requests requests_;
  WidgetLog widgets_;
  FaultTexts fault_texts_;
  std::string theme_text_;
  Theme theme_{};
  bool theme_is_dark_ = false, themed_ = false;
};

}  // namespace shohin
