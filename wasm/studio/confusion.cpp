#include <algorithm>
#include <string>

#include "layout.h"
#include "plots.h"

namespace shohin {
namespace {

struct Grid2d {
  ImVec2 at;  // the first cell's corner on the screen
  float cell_w, cell_h;
};

void draw_cell(Frame& frame, const Grid2d& grid, std::size_t row, std::size_t column, std::uint32_t count,
               std::uint64_t of_row) {
  const float share = of_row == 0 ? 0 : static_cast<float>(count) / static_cast<float>(of_row);
  const ImVec2 from = {grid.at.x + grid.cell_w * static_cast<float>(column),
                       grid.at.y + grid.cell_h * static_cast<float>(row)};
  const ImVec2 to = {from.x + grid.cell_w - 2, from.y + grid.cell_h - 2};
  const ImVec4 hue = row == column ? frame.theme.moss : frame.theme.maple;
  const ImVec4 ground =
      count == 0 ? frame.theme.paper : mixed(frame.theme.surface, hue, 0.12F + 0.5F * share);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(from, to, packed(ground), 4);
  const std::string text = counted(count, frame.state.language);
  const ImVec2 size = ImGui::CalcTextSize(text.c_str());
  list.AddText({(from.x + to.x - size.x) / 2, (from.y + to.y - size.y) / 2},
               packed(count == 0 ? frame.theme.soft : frame.theme.ink), text.c_str());
}

std::string cut_to(const std::string& text, float width) {
  if (text_width(text) <= width) return text;
  std::string cut = text;
  while (!cut.empty() && text_width(cut) + text_width("\u2026") > width) {
    while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U) cut.pop_back();
    if (!cut.empty()) cut.pop_back();
  }
  return cut.append("\u2026");
}

void draw_labels(Frame& frame, std::span<const std::string> labels, const Grid2d& grid, float left) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float text_height = ImGui::GetTextLineHeight();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float x = grid.at.x + grid.cell_w * static_cast<float>(i);
    const float y = grid.at.y + grid.cell_h * static_cast<float>(i);
    const std::string above = cut_to(labels[i], grid.cell_w - 4);
    list.AddText({x + (grid.cell_w - 2 - text_width(above)) / 2, grid.at.y - text_height - 6},
                 packed(frame.theme.soft), above.c_str());
    const float middle = y + (grid.cell_h - 2) / 2;
    draw_class_mark(list, {left + 6, middle}, i, packed(frame.theme.of_class(i)));
    list.AddText({left + 20, middle - text_height / 2}, packed(frame.theme.ink),
                 cut_to(labels[i], grid.at.x - left - 28).c_str());
  }
}

float widest(std::span<const std::string> labels) {
  float width = 0;
  for (const std::string& label : labels) width = std::max(width, text_width(label));
  return width;
}

}  // namespace

void draw_confusion(Frame& frame, std::string_view id, std::span<const std::string> labels,
                    const std::vector<std::vector<std::uint32_t>>& counts, float width) {
  const std::size_t classes = labels.size();
  if (classes == 0 || counts.size() != classes) return;
  const float side = std::min(widest(labels) + 34, width * 0.4F);
  Grid2d grid{ImGui::GetCursorScreenPos(), 0, 34};
  const float left = grid.at.x;
  grid.cell_w = std::min(120.0F, (width - side) / static_cast<float>(classes));
  grid.at = {left + side, grid.at.y + ImGui::GetTextLineHeight() + 6};
  ImGui::Dummy({width, ImGui::GetTextLineHeight() + 6 + grid.cell_h * static_cast<float>(classes)});
  std::string value;
  draw_labels(frame, labels, grid, left);
  for (std::size_t row = 0; row < classes; ++row) {
    std::uint64_t of_row = 0;
    for (const std::uint32_t count : counts[row]) of_row += count;
    for (std::size_t column = 0; column < std::min(classes, counts[row].size()); ++column) {
      draw_cell(frame, grid, row, column, counts[row][column], of_row);
      value += (column == 0 ? (row == 0 ? "" : ";") : ",") + std::to_string(counts[row][column]);
    }
  }
  frame.widgets.note(id, "", "matrix", value);
}

}  // namespace shohin
