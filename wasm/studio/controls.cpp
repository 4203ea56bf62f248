#include "controls.h"

#include <algorithm>

#include "layout.h"
#include "text/json.h"

namespace shohin {
namespace {

// "label###id": what is seen, and what ImGui knows the widget by.
std::string keyed(std::string_view label, std::string_view id) {
  return std::string(label).append("###").append(id);
}

void push_weight(const Theme& theme, Weight weight) {
  const ImVec4 main = weight == Weight::kDanger ? theme.maple : theme.moss;
  const bool filled = weight == Weight::kPrimary;
  const ImVec4 rest = filled ? main : weight == Weight::kQuiet ? faint(theme.surface, 0) : theme.surface;
  ImGui::PushStyleColor(ImGuiCol_Button, rest);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, filled ? mixed(main, theme.ink, 0.12F) : faint(main, 0.12F));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, filled ? mixed(main, theme.ink, 0.24F) : faint(main, 0.24F));
  ImGui::PushStyleColor(ImGuiCol_Text, filled                      ? theme.surface
                                       : weight == Weight::kDanger ? theme.maple
                                                                   : theme.ink);
  ImGui::PushStyleColor(ImGuiCol_Border, filled                      ? main
                                         : weight == Weight::kQuiet  ? faint(theme.edge, 0)
                                         : weight == Weight::kDanger ? theme.maple
                                                                     : theme.edge);
}

void draw_shortcut(const Theme& theme, std::string_view shortcut, Weight weight) {
  const ImVec2 corner = ImGui::GetItemRectMax();
  const ImVec2 size = ImGui::CalcTextSize(shortcut.data(), shortcut.data() + shortcut.size());
  const ImVec4 colour = weight == Weight::kPrimary ? faint(theme.surface, 0.7F) : theme.soft;
  const float y = (ImGui::GetItemRectMin().y + corner.y - size.y) / 2;
  ImGui::GetWindowDrawList()->AddText({corner.x - size.x - 10, y}, packed(colour), shortcut.data(),
                                      shortcut.data() + shortcut.size());
}

// The sign of a choice, at the right end of the field that was just drawn.
void draw_chevron(const Theme& theme) {
  const ImVec2 end = ImGui::GetItemRectMax();
  const float y = (ImGui::GetItemRectMin().y + end.y) / 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PathLineTo({end.x - 20, y - 2});
  list.PathLineTo({end.x - 15.5F, y + 2.5F});
  list.PathLineTo({end.x - 11, y - 2});
  list.PathStroke(packed(theme.soft), 0, 1.5F);
}

int grow_string(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    auto* text = static_cast<std::string*>(data->UserData);
    text->resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text->data();
  }
  return 0;
}

}  // namespace

float button_width(std::string_view label, std::string_view shortcut) {
  const float own = ImGui::CalcTextSize(label.data(), label.data() + label.size()).x + 28;
  return shortcut.empty()
             ? own
             : own + ImGui::CalcTextSize(shortcut.data(), shortcut.data() + shortcut.size()).x + 16;
}

bool button(Frame& frame, std::string_view id, std::string_view label, const ButtonLook& look) {
  const float width = look.width > 0 ? look.width : button_width(label, look.shortcut);
  const Weight weight = look.enabled ? look.weight : Weight::kPlain;  // what cannot be pressed does not call
  push_weight(frame.theme, weight);
  ImGui::BeginDisabled(!look.enabled);
  ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, ImVec2(look.shortcut.empty() ? 0.5F : 0.0F, 0.5F));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(look.shortcut.empty() ? 8.0F : 14.0F, 6));
  const bool pressed = ImGui::Button(keyed(label, id).c_str(), {width, Grid::kRow});
  ImGui::PopStyleVar(2);
  if (!look.shortcut.empty()) draw_shortcut(frame.theme, look.shortcut, weight);
  frame.widgets.note(id, label, "button", look.enabled ? "" : "disabled");
  ImGui::EndDisabled();
  ImGui::PopStyleColor(5);
  return pressed;
}

bool checkbox(Frame& frame, std::string_view id, std::string_view label, bool& value) {
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(3, 3));
  const float lift = (Grid::kRow - ImGui::GetFrameHeight()) / 2;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lift);
  const bool changed = ImGui::Checkbox(keyed(label, id).c_str(), &value);
  ImGui::PopStyleVar();
  frame.widgets.note(id, label, "checkbox", value ? "on" : "off");
  return changed;
}

Edit text_field(Frame& frame, std::string_view id, std::string_view label, std::string& value,
                const FieldLook& look) {
  ImGui::BeginGroup();
  if (!label.empty()) field_label(frame, label);
  ImGui::SetNextItemWidth(look.width);
  const int flags = ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue |
                    (look.secret ? ImGuiInputTextFlags_Password : 0);
  const std::string before = value;
  const bool entered =
      ImGui::InputTextWithHint(keyed("", id).c_str(), std::string(look.hint).c_str(), value.data(),
                               value.capacity() + 1, flags, grow_string, &value);
  frame.widgets.note(id, label, "text", look.secret ? "" : value);
  ImGui::EndGroup();
  return entered ? Edit::kEntered : before != value ? Edit::kChanged : Edit::kNone;
}

bool whole_field(Frame& frame, std::string_view id, std::string_view label, std::uint32_t& value,
                 WholeRange range, float width) {
  ImGui::BeginGroup();
  field_label(frame, label);
  ImGui::SetNextItemWidth(width);
  const bool changed = ImGui::InputScalar(keyed("", id).c_str(), ImGuiDataType_U32, &value);
  if (!ImGui::IsItemActive()) value = std::clamp(value, range.least, range.most);
  frame.widgets.note(id, label, "number", std::to_string(value));
  ImGui::EndGroup();
  return changed;
}

bool number_field(Frame& frame, std::string_view id, std::string_view label, double& value, NumberRange range,
                  float width) {
  ImGui::BeginGroup();
  field_label(frame, label);
  ImGui::SetNextItemWidth(width);
  const bool changed =
      ImGui::InputScalar(keyed("", id).c_str(), ImGuiDataType_Double, &value, nullptr, nullptr, "%g");
  if (!ImGui::IsItemActive()) value = std::clamp(value, range.least, range.most);
  frame.widgets.note(id, label, "number", write_json(Json(value)));
  ImGui::EndGroup();
  return changed;
}

bool choice(Frame& frame, std::string_view id, std::string_view label, std::span<const std::string> options,
            std::size_t& index, float width) {
  ImGui::BeginGroup();
  if (!label.empty()) field_label(frame, label);
  ImGui::SetNextItemWidth(width);
  const std::size_t before = index;
  const std::string shown = index < options.size() ? options[index] : std::string();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(4, 4));
  const bool open = ImGui::BeginCombo(keyed("", id).c_str(), shown.c_str(),
                                      ImGuiComboFlags_HeightLarge | ImGuiComboFlags_NoArrowButton);
  if (!open) draw_chevron(frame.theme);
  frame.widgets.note(id, label, "choice", shown);
  for (std::size_t i = 0; open && i < options.size(); ++i) {
    const std::string option_id = std::string(id).append(".").append(std::to_string(i));
    if (ImGui::Selectable(keyed(options[i], option_id).c_str(), i == index, 0, {0, Grid::kRow - 4}))
      index = i;
    frame.widgets.note(option_id, options[i], "option", i == index ? "on" : "off");
  }
  if (open) ImGui::EndCombo();
  ImGui::PopStyleVar();
  ImGui::EndGroup();
  return before != index;
}

}  // namespace shohin
