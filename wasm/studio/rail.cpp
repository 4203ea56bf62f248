#include <array>
#include <string>

#include "controls.h"
#include "icons.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

constexpr float kItemHeight = 36;

struct RailItem {
  View view;
  Icon icon;
  std::string_view id, label, shortcut;
};

void draw_item(Frame& frame, const RailItem& item) {
  const bool here = frame.state.view == item.view;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = Grid::kRail - 24;
  if (ImGui::InvisibleButton(std::string(item.id).c_str(), {width, kItemHeight}))
    frame.state.view = item.view;
  frame.widgets.note(item.id, item.label, "view", here ? "on" : "off");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 end = {at.x + width, at.y + kItemHeight};
  const float share = here ? 0.16F : ImGui::IsItemActive() ? 0.24F : ImGui::IsItemHovered() ? 0.08F : 0.0F;
  if (share > 0) list.AddRectFilled(at, end, packed(faint(frame.theme.moss, share)), 6);
  const ImVec4 colour = here ? frame.theme.moss : frame.theme.ink;
  draw_icon(list, item.icon, {at.x + 10, at.y + 8}, packed(colour));
  list.AddText(here ? frame.strong : ImGui::GetFont(), Grid::kText, {at.x + 42, at.y + 9}, packed(colour),
               item.label.data(), item.label.data() + item.label.size());
  list.AddText({end.x - 18, at.y + 9}, packed(frame.theme.soft), item.shortcut.data(),
               item.shortcut.data() + item.shortcut.size());
}

void draw_name(Frame& frame) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_icon(*ImGui::GetWindowDrawList(), Icon::kTree, {at.x + 10, at.y + 3}, packed(frame.theme.moss));
  ImGui::SetCursorPos({54, ImGui::GetCursorPosY() + 2});
  ImGui::PushFont(frame.strong, Grid::kSection + 2);
  plain_text("Shohin Studio");
  ImGui::PopFont();
  gap(Grid::kGap);
}

// Where there are no accounts (--auth off) everybody is "anonymous" and stays signed in.
void draw_sign_out(Frame& frame) {
  const SessionState& session = frame.state.session;
  if (session.stage != SessionStage::kSignedIn || session.user == "anonymous")
    return ImGui::Dummy({0, Grid::kRow});
  if (button(frame, "sign_out", frame.texts.sign_out, {.weight = Weight::kQuiet}))
    frame.requests.ask("sign_out");
}

void draw_switches(Frame& frame) {
  StudioState& state = frame.state;
  if (button(frame, "language", frame.texts.other_language, {.weight = Weight::kQuiet})) {
    state.language = state.language == Language::kEnglish ? Language::kPortuguese : Language::kEnglish;
    frame.requests.ask("remember", {{"language", state.language == Language::kEnglish ? "en" : "pt-BR"}});
  }
  ImGui::SameLine(Grid::kRail - 24 - 34);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (button(frame, "theme", "", {.weight = Weight::kQuiet, .width = 34})) {
    state.dark = !state.dark;
    frame.requests.ask("remember", {{"theme", state.dark ? "dark" : "light"}});
  }
  ImGui::SetItemTooltip("%s", state.dark ? frame.texts.use_light : frame.texts.use_dark);
  draw_icon(*ImGui::GetWindowDrawList(), state.dark ? Icon::kSun : Icon::kMoon, {at.x + 7, at.y + 4},
            packed(frame.theme.ink));
}

}  // namespace

void draw_rail(Frame& frame, float height) {
  const Texts& t = frame.texts;
  const std::array<RailItem, 5> items{{{View::kData, Icon::kTable, "view.data", t.view_data, "1"},
                                       {View::kTrain, Icon::kForest, "view.train", t.view_train, "2"},
                                       {View::kLog, Icon::kSend, "view.log", t.view_log, "3"},
                                       {View::kRuns, Icon::kRuns, "view.runs", t.view_runs, "4"},
                                       {View::kModels, Icon::kBox, "view.models", t.view_models, "5"}}};
  ImGui::SetCursorPos({0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 20));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 4));
  ImGui::BeginChild("rail", {Grid::kRail, height}, ImGuiChildFlags_AlwaysUseWindowPadding,
                    ImGuiWindowFlags_NoScrollbar);
  draw_name(frame);
  for (const RailItem& item : items) draw_item(frame, item);
  ImGui::SetCursorPosY(height - 20 - 2 * Grid::kRow);
  draw_sign_out(frame);
  draw_switches(frame);
  ImGui::EndChild();
  ImGui::PopStyleVar(2);
  ImGui::GetWindowDrawList()->AddLine({Grid::kRail - 1, 0}, {Grid::kRail - 1, height},
                                      packed(frame.theme.line));
}

}  // namespace shohin
