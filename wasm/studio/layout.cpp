#include "layout.h"

#include <algorithm>
#include <string>

namespace shohin {
namespace {

void coloured(ImVec4 colour, std::string_view text) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  plain_text(text);
  ImGui::PopStyleColor();
}

void wrapped(ImVec4 colour, std::string_view text, float width) {
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  coloured(colour, text);
  ImGui::PopTextWrapPos();
}

}  // namespace

void plain_text(std::string_view text) { ImGui::TextUnformatted(text.data(), text.data() + text.size()); }

void soft_text(Frame& frame, std::string_view text) { coloured(frame.theme.soft, text); }

void small_text(Frame& frame, std::string_view text) {
  ImGui::PushFont(nullptr, Grid::kSmall);
  soft_text(frame, text);
  ImGui::PopFont();
}

void field_label(Frame& frame, std::string_view text) {
  ImGui::PushFont(nullptr, Grid::kSmall);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({text_width(text), ImGui::GetTextLineHeight()});
  ImGui::GetWindowDrawList()->AddText(at, packed(frame.theme.soft), text.data(), text.data() + text.size());
  ImGui::PopFont();
}

void wrapped_text(Frame& frame, std::string_view text, float width) {
  wrapped(frame.theme.soft, text, width);
}

void warning_text(Frame& frame, std::string_view text, float width) {
  wrapped(frame.theme.maple, text, width);
}

void section_text(Frame& frame, std::string_view text) {
  ImGui::PushFont(frame.strong, Grid::kText);
  plain_text(text);
  ImGui::PopFont();
}

void page_title(Frame& frame, std::string_view title, std::string_view sentence) {
  ImGui::PushFont(frame.strong, Grid::kTitle);
  plain_text(title);
  ImGui::PopFont();
  soft_text(frame, sentence);
  gap(Grid::kGap);
}

void figure(Frame& frame, std::string_view id, std::string_view name, std::string_view value, float width) {
  ImGui::BeginGroup();
  const float left = ImGui::GetCursorPosX();
  ImGui::PushFont(frame.strong, Grid::kFigure);
  plain_text(value);
  ImGui::PopFont();
  frame.widgets.note(id, name, "figure", value);
  small_text(frame, name);
  ImGui::SetCursorPosX(left);
  ImGui::Dummy({width, 0});
  ImGui::EndGroup();
}

float text_width(std::string_view text) {
  return ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
}

void align_right(float width) {
  const float left = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width;
  if (left > ImGui::GetCursorPosX()) ImGui::SetCursorPosX(left);
}

void gap(float height) {
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + height - ImGui::GetStyle().ItemSpacing.y);
}

void table_headers(Frame& frame, std::initializer_list<int> numbers) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  ImGui::PushFont(nullptr, Grid::kSmall);
  for (int column = 0; column < ImGui::TableGetColumnCount(); ++column) {
    if (!ImGui::TableSetColumnIndex(column)) continue;
    const std::string_view name = ImGui::TableGetColumnName(column);
    if (std::find(numbers.begin(), numbers.end(), column) != numbers.end()) align_right(text_width(name));
    soft_text(frame, name);
  }
  ImGui::PopFont();
}

void number_cell(std::string_view text) {
  align_right(text_width(text));
  plain_text(text);
}

void clipped_text(std::string_view text, float width) {
  if (text_width(text) <= width) return plain_text(text);
  std::string cut(text);
  while (!cut.empty() && text_width(cut) + text_width("\u2026") > width) {
    while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U) cut.pop_back();
    if (!cut.empty()) cut.pop_back();
  }
  plain_text(cut.append("\u2026"));
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal)) {
    ImGui::BeginTooltip();
    plain_text(text);
    ImGui::EndTooltip();
  }
}

Panel::Panel(Frame& frame, std::string_view id, ImVec2 size, bool alarming) {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, frame.theme.surface);
  ImGui::PushStyleColor(ImGuiCol_Border, alarming ? frame.theme.maple : frame.theme.line);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(16, 14));
  const int flags = ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding |
                    (size.y == 0 ? ImGuiChildFlags_AutoResizeY : 0);
  ImGui::BeginChild(std::string(id).c_str(), size, flags);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
}

Panel::~Panel() { ImGui::EndChild(); }

}  // namespace shohin
