#include <algorithm>
#include <string>

#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

void draw_fault(Frame& frame, const Fault& fault, std::size_t index) {
  const Language language = frame.state.language;
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  number_cell(fault.row > 0 ? counted(fault.row, language) : std::string("\u2013"));
  ImGui::TableNextColumn();
  clipped_text(fault.field.empty() && fault.column > 0 ? counted(fault.column, language) : fault.field,
               ImGui::GetContentRegionAvail().x);
  ImGui::TableNextColumn();
  const std::string words = frame.fault_texts.word(fault, language);
  ImGui::PushTextWrapPos(0);
  plain_text(words);
  ImGui::PopTextWrapPos();
  frame.widgets.note("fault." + std::to_string(index), fault.field, "text", words);
}

void draw_table(Frame& frame, const Faults& faults) {
  const Texts& t = frame.texts;
  constexpr int kFlags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_ScrollY;
  const float rows = static_cast<float>(std::min<std::size_t>(faults.list().size(), 7)) + 1;
  if (!ImGui::BeginTable("faults", 3, kFlags, {0, rows * (Grid::kRow + 1)})) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn(t.fault_row, ImGuiTableColumnFlags_WidthFixed, 72);
  ImGui::TableSetupColumn(t.fault_column, ImGuiTableColumnFlags_WidthFixed, 170);
  ImGui::TableSetupColumn(t.fault_what, ImGuiTableColumnFlags_WidthStretch);
  table_headers(frame, {0});
  for (std::size_t i = 0; i < faults.list().size(); ++i) draw_fault(frame, faults.list()[i], i);
  ImGui::EndTable();
}

}  // namespace

void draw_faults(Frame& frame, const DataState& data) {
  const Texts& t = frame.texts;
  const Panel panel(frame, "data.faults", {ImGui::GetContentRegionAvail().x, 0}, true);
  const std::string count = counted(data.fault_count, frame.state.language);
  const std::string title = fill(data.fault_count == 1 ? t.faults_one : t.faults_many,
                                 {{"name", data.refused_name}, {"count", count}});
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.maple);
  section_text(frame, title);
  ImGui::PopStyleColor();
  frame.widgets.note("data.faults", "", "text", title);
  soft_text(frame,
            data.fault_count > data.faults.list().size() ? t.faults_first_hundred : t.faults_nothing_loaded);
  gap(16);
  draw_table(frame, data.faults);
}

}  // namespace shohin
