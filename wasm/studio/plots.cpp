#include "plots.h"

#include <algorithm>
#include <string>

#include "layout.h"

namespace shohin {

void draw_histogram(Frame& frame, std::span<const std::uint32_t> counts, ImVec2 size) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy(size);
  if (counts.empty()) return;
  const std::uint32_t most = std::max(1U, *std::max_element(counts.begin(), counts.end()));
  const float step = size.x / static_cast<float>(counts.size());
  const float space = step > 3 ? 1.0F : 0.0F;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float floor = at.y + size.y;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const float left = at.x + step * static_cast<float>(i);
    const float share = static_cast<float>(counts[i]) / static_cast<float>(most);
    const float height = counts[i] == 0 ? 0.0F : std::max(1.0F, share * (size.y - 1));
    list.AddRectFilled({left, floor - height}, {left + step - space, floor},
                       packed(faint(frame.theme.moss, 0.7F)));
  }
  list.AddLine({at.x, floor}, {at.x + size.x, floor}, packed(frame.theme.line));
}

void draw_class_mark(ImDrawList& list, ImVec2 centre, std::size_t index, ImU32 colour) {
  constexpr float kRadius = 4.5F;
  const auto [x, y] = centre;
  switch (index % 4) {
    case 0:
      return list.AddCircleFilled(centre, kRadius, colour);
    case 1:
      return list.AddRectFilled({x - 4, y - 4}, {x + 4, y + 4}, colour);
    case 2:
      return list.AddTriangleFilled({x, y - 5}, {x + 5, y + 4}, {x - 5, y + 4}, colour);
    default:
      return list.AddQuadFilled({x, y - 5.5F}, {x + 5.5F, y}, {x, y + 5.5F}, {x - 5.5F, y}, colour);
  }
}

void draw_class_bar(Frame& frame, const ClassBar& bar, float width) {
  const Language language = frame.state.language;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImU32 colour = packed(frame.theme.of_class(bar.index));
  const float left = ImGui::GetCursorPosX();
  draw_class_mark(list, {at.x + 6, at.y + ImGui::GetTextLineHeight() / 2}, bar.index, colour);
  ImGui::SetCursorPosX(left + 20);
  clipped_text(bar.name, width - 150);
  const double share = bar.total == 0 ? 0 : static_cast<double>(bar.count) / static_cast<double>(bar.total);
  const std::string numbers = counted(bar.count, language);
  const std::string part = percent(share, language);
  ImGui::SameLine(left + width - text_width(part));
  soft_text(frame, part);
  ImGui::SameLine(left + width - 76 - text_width(numbers));
  plain_text(numbers);
  const ImVec2 bar_at = ImGui::GetCursorScreenPos();
  const float length =
      bar.largest == 0 ? 0 : width * static_cast<float>(bar.count) / static_cast<float>(bar.largest);
  list.AddRectFilled({bar_at.x, bar_at.y - 4}, {bar_at.x + width, bar_at.y + 2},
                     packed(faint(frame.theme.line, 0.6F)), 3);
  list.AddRectFilled({bar_at.x, bar_at.y - 4}, {bar_at.x + std::max(length, 3.0F), bar_at.y + 2}, colour, 3);
  ImGui::Dummy({width, 6});
}

void draw_progress(Frame& frame, std::string_view id, float share, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, 8});
  frame.widgets.note(id, "", "progress", std::to_string(static_cast<int>(share * 100)));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float length = std::clamp(share, 0.0F, 1.0F) * width;
  list.AddRectFilled(at, {at.x + width, at.y + 8}, packed(frame.theme.line), 4);
  if (length >= 8) list.AddRectFilled(at, {at.x + length, at.y + 8}, packed(frame.theme.moss), 4);
}

}  // namespace shohin
