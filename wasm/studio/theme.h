// The house's colours, from public/theme.json, and Dear ImGui's style made of them.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "imgui.h"

namespace shohin {

struct Theme {
  ImVec4 paper, surface, ink, soft, line, edge, moss, maple, clay, water;
  std::array<ImVec4, 8> classes;

  // The colour of a class or run; the eight repeat, so a label always goes with it.
  [[nodiscard]] ImVec4 of_class(std::size_t index) const { return classes[index % classes.size()]; }
};

// Reads the "light" or "dark" half of theme.json. A token that is absent or no #RRGGBB is black.
Theme read_theme(std::string_view json, bool dark);

// The same colour, weaker.
ImVec4 faint(ImVec4 colour, float alpha);
// `share` of `over` laid on `under`: an opaque colour.
ImVec4 mixed(ImVec4 under, ImVec4 over, float share);
ImU32 packed(ImVec4 colour);

// Sizes on the 4 px grid that views share.
struct Grid {
  static constexpr float kRow = 28, kRail = 208, kStatus = 32, kPage = 24, kGap = 16, kSmallGap = 8;
  static constexpr float kText = 16, kSmall = 14.5F, kSection = 18, kTitle = 26, kFigure = 28;
};

void apply_style(const Theme& theme);

}  // namespace shohin
