#include "platform.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "keys.h"

namespace shohin {
namespace {

constexpr const char* kShaderVersion = "#version 300 es";
constexpr float kLongestStep = 0.25F;  // seconds; after a pause nothing should jump

}  // namespace

Platform::Platform() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendPlatformName = "page";
  io.BackendPlatformUserData = this;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigInputTrickleEventQueue = true;
  ImGuiPlatformIO& page = ImGui::GetPlatformIO();
  page.Platform_ClipboardUserData = this;
  page.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    static_cast<Platform*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)->set_clipboard(text);
  };
  page.Platform_GetClipboardTextFn = [](ImGuiContext*) {
    return static_cast<Platform*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)->clipboard().c_str();
  };
  ready_ = open_context() && ImGui_ImplOpenGL3_Init(kShaderVersion);
}

Platform::~Platform() {
  if (ready_) ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

bool Platform::open_context() {
  EmscriptenWebGLContextAttributes wanted;
  emscripten_webgl_init_context_attributes(&wanted);
  wanted.majorVersion = 2;
  wanted.alpha = wanted.depth = wanted.stencil = wanted.antialias = false;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &wanted);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

ImFont* Platform::add_font(void* bytes, int size) {
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes, size);
}

void Platform::resize(float width, float height, float ratio) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {ratio, ratio};
  sized_ = width > 0 && height > 0;
}

void Platform::pointer(float x, float y, bool touch) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(x, y);
}

void Platform::pointer_gone() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

void Platform::button(int which, bool down) { ImGui::GetIO().AddMouseButtonEvent(which, down); }

void Platform::wheel(float x, float y) { ImGui::GetIO().AddMouseWheelEvent(x, y); }

void Platform::key(std::string_view code, bool down, Modifiers modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, modifiers.control);
  io.AddKeyEvent(ImGuiMod_Shift, modifiers.shift);
  io.AddKeyEvent(ImGuiMod_Alt, modifiers.alt);
  io.AddKeyEvent(ImGuiMod_Super, modifiers.super);
  const ImGuiKey key = key_of_code(code);
  if (key != ImGuiKey_None) io.AddKeyEvent(key, down);
}

void Platform::type(const char* utf8) { ImGui::GetIO().AddInputCharactersUTF8(utf8); }

void Platform::focus(bool has_focus) { ImGui::GetIO().AddFocusEvent(has_focus); }

void Platform::restore_context() {
  ImGui_ImplOpenGL3_Shutdown();  // marks the textures as gone, so ImGui asks for them again
  ready_ = open_context() && ImGui_ImplOpenGL3_Init(kShaderVersion);
}

bool Platform::begin_frame(float seconds) {
  if (!ready_ || !sized_) return false;
  ImGui::GetIO().DeltaTime = seconds > 0 ? (seconds < kLongestStep ? seconds : kLongestStep) : 1e-4F;
  took_input_ = !ImGui::GetCurrentContext()->InputEventsQueue.empty();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  return true;
}

void Platform::end_frame(ImVec4 background) {
  ImGui::Render();
  const ImGuiIO& io = ImGui::GetIO();
  glViewport(0, 0, static_cast<int>(io.DisplaySize.x * io.DisplayFramebufferScale.x),
             static_cast<int>(io.DisplaySize.y * io.DisplayFramebufferScale.y));
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace shohin
