#include <algorithm>
#include <string>

#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

void draw_cells(const Dataset& dataset) {
  ImGuiListClipper rows;
  rows.Begin(static_cast<int>(dataset.preview.size()));
  while (rows.Step()) {
    for (int row = rows.DisplayStart; row < rows.DisplayEnd; ++row) {
      const std::vector<std::string>& cells = dataset.preview[static_cast<std::size_t>(row)];
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextDisabled("%d", row + 1);
      for (std::size_t i = 0; i < cells.size(); ++i) {
        ImGui::TableNextColumn();
        const bool text = i >= dataset.contract.features.size() ||
                          dataset.contract.features[i].kind == FeatureKind::kCategorical;
        if (text)
          plain_text(cells[i]);
        else
          number_cell(cells[i]);
      }
    }
  }
}

}  // namespace

void draw_preview(Frame& frame, const Dataset& dataset) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float height = std::max(room.y, 180.0F);
  const Panel panel(frame, "data.preview", {room.x, height});
  section_text(frame, fill(frame.texts.data_preview,
                           {{"count", counted(dataset.preview.size(), frame.state.language)}}));
  constexpr int kFlags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                         ImGuiTableFlags_SizingFixedFit;
  const int columns = static_cast<int>(dataset.contract.features.size()) + 2;
  if (!ImGui::BeginTable("preview", columns, kFlags, {0, height - 56})) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  ImGui::TableSetupColumn("#");
  for (const Feature& feature : dataset.contract.features) ImGui::TableSetupColumn(feature.name.c_str());
  ImGui::TableSetupColumn(dataset.contract.target.c_str());
  ImGui::TableHeadersRow();
  draw_cells(dataset);
  ImGui::EndTable();
}

}  // namespace shohin
