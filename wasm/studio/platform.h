// Dear ImGui's platform layer, with the page as the platform: the page sends pointer, keyboard, text, focus,
// clipboard and size, and asks for frames when something happened.
#pragma once

#include <string>
#include <string_view>

#include "imgui.h"

namespace shohin {

struct Modifiers {
  bool control = false, shift = false, alt = false, super = false;
};

// Owns the ImGui context and the WebGL context of the page's #canvas. One a page.
class Platform {
 public:
  Platform();
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  // False when the browser has no WebGL 2.
  [[nodiscard]] bool ready() const { return ready_; }
  // Takes over the bytes, which must come from ImGui's allocator. The first font is the default.
  ImFont* add_font(void* bytes, int size);

  void resize(float width, float height, float ratio);  // CSS pixels; device pixels for each of them
  void pointer(float x, float y, bool touch);
  void pointer_gone();
  void button(int which, bool down);  // 0 left, 1 right, 2 middle
  void wheel(float x, float y);       // notches
  void key(std::string_view code, bool down, Modifiers modifiers);
  void type(const char* utf8);
  void focus(bool has_focus);

  void set_clipboard(std::string_view text) { clipboard_ = text; }
  [[nodiscard]] const std::string& clipboard() const { return clipboard_; }

  // After the browser took the GPU away and gave it back.
  void restore_context();

  // False while the page has given no size yet: then nothing may be drawn.
  bool begin_frame(float seconds);
  void end_frame(ImVec4 background);
  // Whether the last frame took something that the user did; ImGui takes a quick press and its release one by
  // one.
  [[nodiscard]] bool took_input() const { return took_input_; }

 private:
  bool open_context();

  std::string clipboard_;
  bool ready_ = false;
  bool sized_ = false;
  bool took_input_ = false;
};

}  // namespace shohin
