// What the page calls. `studio` is what open_studio() gave; texts and bytes lie in memory of take_bytes() and
// are given back by these functions, so that the page frees nothing.
#include <cstring>

#include "application.h"
#include "contract/limits.h"

namespace {

using shohin::Application;

// Text of the page, freed at the end of the call.
class PageText {
 public:
  explicit PageText(char* text) : text_(text) {}
  ~PageText() { IM_FREE(text_); }
  PageText(const PageText&) = delete;
  PageText& operator=(const PageText&) = delete;
  [[nodiscard]] const char* get() const { return text_; }

 private:
  char* text_;
};

// A copy that lives until the page has read it with free_text().
char* copy_for_page(const std::string& text) {
  auto* copy = static_cast<char*>(IM_ALLOC(text.size() + 1));
  std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

shohin::Modifiers modifiers_of(int bits) {
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
}

}  // namespace

extern "C" {

[[clang::export_name("take_bytes")]] void* take_bytes(int size) {
  return IM_ALLOC(static_cast<std::size_t>(size));
}

[[clang::export_name("free_text")]] void free_text(char* text) { IM_FREE(text); }

[[clang::export_name("open_studio")]] Application* open_studio(void* regular, int regular_size, void* strong,
                                                               int strong_size, char* settings) {
  const PageText text(settings);
  const auto json = shohin::parse_json(text.get());
  auto* studio =
      new Application({regular, regular_size}, {strong, strong_size}, json ? *json : shohin::Json());
  if (studio->platform().ready()) return studio;
  delete studio;
  return nullptr;
}

[[clang::export_name("largest_file")]] double largest_file() {
  return static_cast<double>(shohin::Limits::kCsvBytes);
}

[[clang::export_name("frame")]] unsigned frame(Application* studio, float seconds) {
  return studio->frame(seconds);
}

[[clang::export_name("receive")]] void receive(Application* studio, char* message) {
  studio->receive(PageText(message).get());
}

[[clang::export_name("next_request")]] char* next_request(Application* studio) {
  return studio->requests().empty() ? nullptr : copy_for_page(studio->requests().take());
}

[[clang::export_name("widgets")]] char* widgets(Application* studio) {
  return copy_for_page(studio->widgets());
}

[[clang::export_name("set_page_bytes")]] void set_page_bytes(Application* studio, double bytes) {
  studio->set_page_bytes(static_cast<std::uint64_t>(bytes));
}

[[clang::export_name("resize")]] void resize(Application* studio, float width, float height, float ratio) {
  studio->platform().resize(width, height, ratio);
}

[[clang::export_name("pointer")]] void pointer(Application* studio, float x, float y, int touch) {
  studio->platform().pointer(x, y, touch != 0);
}

[[clang::export_name("pointer_gone")]] void pointer_gone(Application* studio) {
  studio->platform().pointer_gone();
}

[[clang::export_name("button")]] void button(Application* studio, int which, int down) {
  studio->platform().button(which, down != 0);
}

[[clang::export_name("wheel")]] void wheel(Application* studio, float x, float y) {
  studio->platform().wheel(x, y);
}

[[clang::export_name("key")]] void key(Application* studio, char* code, int down, int modifiers) {
  studio->platform().key(PageText(code).get(), down != 0, modifiers_of(modifiers));
}

[[clang::export_name("type")]] void type(Application* studio, char* text) {
  studio->platform().type(PageText(text).get());
}

[[clang::export_name("focus")]] void focus(Application* studio, int has_focus) {
  studio->platform().focus(has_focus != 0);
}

[[clang::export_name("set_clipboard")]] void set_clipboard(Application* studio, char* text) {
  studio->platform().set_clipboard(PageText(text).get());
}

[[clang::export_name("clipboard")]] char* clipboard(Application* studio) {
  return copy_for_page(studio->platform().clipboard());
}

[[clang::export_name("restore_context")]] void restore_context(Application* studio) {
  studio->platform().restore_context();
}

}  // extern "C"
