#include <string>

#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

std::string server_text(const Frame& frame) {
  const SessionState& session = frame.state.session;
  const Texts& t = frame.texts;
  switch (session.stage) {
    case SessionStage::kSignedIn:
      return fill(t.status_signed_in, {{"host", session.host}, {"user", session.user}});
    case SessionStage::kSignedOut:
      return fill(t.status_signed_out, {{"host", session.host}});
    case SessionStage::kUnreachable:
      return fill(t.status_unreachable, {{"host", session.host}});
    case SessionStage::kUnknown:
      return session.host;
  }
  return {};
}

// A filled dot when the server answers for this person, a ring otherwise: not by colour alone.
void draw_dot(Frame& frame) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 centre = {at.x + 5, at.y + ImGui::GetTextLineHeight() / 2};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (frame.state.session.stage == SessionStage::kSignedIn)
    list.AddCircleFilled(centre, 4, packed(frame.theme.moss));
  else
    list.AddCircle(centre, 4, packed(frame.theme.maple), 0, 1.5F);
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 16);
}

void item(Frame& frame, std::string_view id, const std::string& text) {
  soft_text(frame, text);
  frame.widgets.note(id, "", "status", text);
}

std::string right_text(const Frame& frame) {
  const StudioState& state = frame.state;
  const Language language = state.language;
  return fill(frame.texts.status_machine, {{"workers", counted(state.training.workers, language)},
                                           {"memory", byte_size(state.page_bytes, language)}});
}

}  // namespace

void draw_status(Frame& frame) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetCursorPos({0, size.y - Grid::kStatus});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(22, 7));
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, 0);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, frame.theme.surface);
  ImGui::BeginChild("status", {size.x, Grid::kStatus}, ImGuiChildFlags_AlwaysUseWindowPadding,
                    ImGuiWindowFlags_NoScrollbar);
  ImGui::GetWindowDrawList()->AddLine({0, size.y - Grid::kStatus}, {size.x, size.y - Grid::kStatus},
                                      packed(frame.theme.line));
  ImGui::PushFont(nullptr, Grid::kSmall);
  draw_dot(frame);
  item(frame, "status.server", server_text(frame));
  const std::size_t unsent = frame.state.training.unsent();
  ImGui::SameLine(0, 24);
  item(frame, "status.unsent",
       unsent == 0 ? std::string(frame.texts.status_all_sent)
                   : fill(unsent == 1 ? frame.texts.status_one_unsent : frame.texts.status_unsent,
                          {{"count", counted(unsent, frame.state.language)}}));
  const std::string machine = right_text(frame);
  ImGui::SameLine();
  align_right(text_width(machine));
  item(frame, "status.machine", machine);
  ImGui::PopFont();
  ImGui::EndChild();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

}  // namespace shohin
