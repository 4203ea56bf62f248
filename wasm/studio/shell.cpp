#include <algorithm>
#include <array>
#include <string>

#include "controls.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

constexpr int kFixedWindow = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;

bool needs_session(View view) { return view == View::kLog || view == View::kRuns || view == View::kModels; }

void draw_view(Frame& frame) {
  const StudioState& state = frame.state;
  if (needs_session(state.view) && state.session.stage != SessionStage::kSignedIn) return draw_sign_in(frame);
  switch (state.view) {
    case View::kData:
      return draw_data(frame);
    case View::kTrain:
      return draw_train(frame);
    case View::kLog:
      return draw_log(frame);
    case View::kRuns:
      return draw_runs(frame);
    case View::kModels:
      return draw_models(frame);
  }
}

// 1 to 5 choose a view while nothing is being typed.
void follow_shortcuts(StudioState& state) {
  if (ImGui::GetIO().WantTextInput) return;
  constexpr std::array kViews{View::kData, View::kTrain, View::kLog, View::kRuns, View::kModels};
  for (std::size_t i = 0; i < kViews.size(); ++i)
    if (ImGui::IsKeyChordPressed(ImGuiKey_1 + static_cast<int>(i))) state.view = kViews[i];
}

void draw_drop_target(Frame& frame, ImVec2 from, ImVec2 to) {
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.AddRectFilled(from, to, packed(faint(frame.theme.paper, 0.9F)));
  list.AddRect({from.x + 12, from.y + 12}, {to.x - 12, to.y - 12}, packed(frame.theme.moss), 10, 0, 2);
  const std::string_view text = frame.texts.drop_here;
  list.AddText(frame.strong, Grid::kTitle,
               {(from.x + to.x) / 2 - text_width(text) * 0.8F, (from.y + to.y) / 2 - Grid::kTitle},
               packed(frame.theme.ink), text.data(), text.data() + text.size());
}

}  // namespace

void draw_shell(Frame& frame) {
  follow_shortcuts(frame.state);
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::Begin("studio", nullptr, kFixedWindow);
  const float height = std::max(size.y - Grid::kStatus, 0.0F);
  draw_rail(frame, height);
  ImGui::SetCursorPos({Grid::kRail, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(Grid::kPage, Grid::kPage - 4));
  ImGui::BeginChild("work", {size.x - Grid::kRail, height}, ImGuiChildFlags_AlwaysUseWindowPadding);
  ImGui::PopStyleVar();
  draw_view(frame);
  ImGui::EndChild();
  draw_status(frame);
  ImGui::End();
  if (frame.state.dragging_file) draw_drop_target(frame, {Grid::kRail, 0}, {size.x, height});
}

}  // namespace shohin
