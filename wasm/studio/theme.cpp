#include "theme.h"

#include <string>

#include "text/json.h"

namespace shohin {
namespace {

float hex_pair(std::string_view text) {
  int value = 0;
  for (const char digit : text) {
    value *= 16;
    if (digit >= '0' && digit <= '9') value += digit - '0';
    if (digit >= 'a' && digit <= 'f') value += digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') value += digit - 'A' + 10;
  }
  return static_cast<float>(value) / 255;
}

ImVec4 colour(const Json& value) {
  const std::string_view hex = value.as_string();
  if (hex.size() != 7 || hex[0] != '#') return {0, 0, 0, 1};
  return {hex_pair(hex.substr(1, 2)), hex_pair(hex.substr(3, 2)), hex_pair(hex.substr(5, 2)), 1};
}

void colour_surfaces(ImVec4* colours, const Theme& theme) {
  colours[ImGuiCol_Text] = theme.ink;
  colours[ImGuiCol_TextDisabled] = theme.soft;
  colours[ImGuiCol_WindowBg] = theme.paper;
  colours[ImGuiCol_ChildBg] = faint(theme.paper, 0);
  colours[ImGuiCol_PopupBg] = theme.surface;
  colours[ImGuiCol_Border] = theme.edge;
  colours[ImGuiCol_BorderShadow] = faint(theme.ink, 0);
  colours[ImGuiCol_FrameBg] = theme.surface;
  colours[ImGuiCol_Separator] = theme.line;
  colours[ImGuiCol_TableHeaderBg] = theme.paper;
  colours[ImGuiCol_TableBorderStrong] = theme.line;
  colours[ImGuiCol_TableBorderLight] = theme.line;
  colours[ImGuiCol_TableRowBg] = colours[ImGuiCol_TableRowBgAlt] = faint(theme.ink, 0);
  colours[ImGuiCol_ScrollbarBg] = faint(theme.ink, 0);
  colours[ImGuiCol_ScrollbarGrab] = theme.line;
  colours[ImGuiCol_ScrollbarGrabHovered] = colours[ImGuiCol_ScrollbarGrabActive] = theme.edge;
  colours[ImGuiCol_ModalWindowDimBg] = faint(theme.ink, 0.35F);
}

void colour_actions(ImVec4* colours, const Theme& theme) {
  const ImVec4 hovered = mixed(theme.surface, theme.moss, 0.12F);
  const ImVec4 active = mixed(theme.surface, theme.moss, 0.24F);
  colours[ImGuiCol_Button] = theme.surface;
  for (const ImGuiCol which : {ImGuiCol_ButtonHovered, ImGuiCol_FrameBgHovered}) colours[which] = hovered;
  for (const ImGuiCol which : {ImGuiCol_ButtonActive, ImGuiCol_FrameBgActive}) colours[which] = active;
  colours[ImGuiCol_FrameBgActive] = theme.surface;
  colours[ImGuiCol_Header] = faint(theme.moss, 0.16F);
  colours[ImGuiCol_HeaderHovered] = faint(theme.moss, 0.12F);
  colours[ImGuiCol_HeaderActive] = faint(theme.moss, 0.24F);
  for (const ImGuiCol which : {ImGuiCol_CheckMark, ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive,
                               ImGuiCol_NavCursor, ImGuiCol_PlotHistogram, ImGuiCol_InputTextCursor})
    colours[which] = theme.moss;
  colours[ImGuiCol_TextSelectedBg] = faint(theme.moss, 0.24F);
  colours[ImGuiCol_TextLink] = theme.water;
  for (const ImGuiCol which :
       {ImGuiCol_SeparatorHovered, ImGuiCol_SeparatorActive, ImGuiCol_ResizeGrip, ImGuiCol_ResizeGripHovered})
    colours[which] = theme.moss;
}

}  // namespace

Theme read_theme(std::string_view json, bool dark) {
  const auto document = parse_json(json);
  const Json nothing;
  const Json& half = document ? (*document)[dark ? "dark" : "light"] : nothing;
  Theme theme{colour(half["paper"]),
              colour(half["surface"]),
              colour(half["ink"]),
              colour(half["soft"]),
              colour(half["line"]),
              colour(half["edge"]),
              colour(half["moss"]),
              colour(half["maple"]),
              colour(half["clay"]),
              colour(half["water"]),
              {}};
  const JsonArray& classes = half["class"].as_array();
  for (std::size_t i = 0; i < theme.classes.size(); ++i)
    theme.classes[i] = i < classes.size() ? colour(classes[i]) : theme.ink;
  return theme;
}

ImVec4 faint(ImVec4 colour, float alpha) { return {colour.x, colour.y, colour.z, alpha}; }

ImVec4 mixed(ImVec4 under, ImVec4 over, float share) {
  const float rest = 1 - share;
  return {under.x * rest + over.x * share, under.y * rest + over.y * share, under.z * rest + over.z * share,
          1};
}

ImU32 packed(ImVec4 colour) { return ImGui::ColorConvertFloat4ToU32(colour); }

void apply_style(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.FontSizeBase = Grid::kText;
  style.WindowPadding = {0, 0};
  style.FramePadding = {8, 6};
  style.CellPadding = {8, 6};
  style.SelectableTextAlign = {0, 0.5F};
  style.ItemSpacing = {8, 8};
  style.ItemInnerSpacing = {8, 4};
  style.WindowBorderSize = 0;
  style.ChildBorderSize = style.FrameBorderSize = style.PopupBorderSize = 1;
  style.FrameRounding = style.PopupRounding = style.GrabRounding = style.ScrollbarRounding = 6;
  style.ChildRounding = 10;
  style.ScrollbarSize = 12;
  style.DisabledAlpha = 0.5F;
  style.HoverDelayNormal = 0.3F;
  colour_surfaces(style.Colors, theme);
  colour_actions(style.Colors, theme);
}

}  // namespace shohin
