#include "application.h"

#include "receive.h"
#include "views.h"

namespace shohin {
namespace {

constexpr JsonLimits kMessage{.bytes = 64ULL << 20, .depth = 64};  // a page of runs is long

}  // namespace

Application::Application(Font regular, Font strong, const Json& settings) {
  platform_.add_font(regular.bytes, regular.size);
  strong_ = platform_.add_font(strong.bytes, strong.size);
  theme_text_ = settings["theme"].as_string();
  fault_texts_.read(settings["faults"].as_string());
  state_.language = settings["language"].as_string() == "pt-BR" ? Language::kPortuguese : Language::kEnglish;
  state_.dark = settings["dark"].as_bool();
  state_.session.host = settings["host"].as_string();
  state_.minutes_from_utc = static_cast<std::int32_t>(settings["minutes_from_utc"].as_number());
  state_.training.most_workers = static_cast<std::uint32_t>(settings["workers"].as_number());
  state_.training.workers = state_.training.most_workers;
  if (settings["automation"].as_bool()) widgets_.turn_on();
}

void Application::follow_theme() {
  if (themed_ && theme_is_dark_ == state_.dark) return;
  theme_ = read_theme(theme_text_, state_.dark);
  apply_style(theme_);
  themed_ = true;
  theme_is_dark_ = state_.dark;
}

std::uint32_t Application::frame(float seconds) {
  follow_theme();
  if (!platform_.begin_frame(seconds)) return kNothing;
  widgets_.begin_frame();
  Frame frame{state_, requests_, texts_of(state_.language), fault_texts_, theme_, widgets_, strong_};
  draw_shell(frame);
  platform_.end_frame(theme_.paper);
  const bool moving = ImGui::IsAnyItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  return (ImGui::GetIO().WantTextInput ? kCaret : kNothing) | (moving ? kAnotherFrame : kNothing) |
         (platform_.took_input() ? kSettling : kNothing);
}

void Application::receive(std::string_view message) {
  if (const auto json = parse_json(message, kMessage)) shohin::receive(state_, requests_, *json);
}

}  // namespace shohin
