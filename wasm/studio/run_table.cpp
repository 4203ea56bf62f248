#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "controls.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

constexpr int kFixedColumns = 4;  // mark, name, status, start
constexpr std::size_t kMostSelected = 2;

std::vector<const RunColumn*> shown_columns(const RunsState& runs) {
  std::vector<const RunColumn*> shown;
  for (const RunColumn& column : runs.columns)
    if (column.shown) shown.push_back(&column);
  return shown;
}

// Numbers before text, what is missing last; -1, 0 or 1.
int compare_values(const Run& a, const Run& b, const RunColumn& column) {
  const auto value = [&column](const Run& run, double& number, std::string& text) {
    if (column.is_metric) {
      if (const double* metric = run.metric(column.name)) return number = *metric, 0;
      return 2;
    }
    const std::string* param = run.param(column.name);
    if (param == nullptr) return 2;
    char* end = nullptr;
    number = std::strtod(param->c_str(), &end);
    text = *param;
    return end != param->c_str() && *end == '\0' ? 0 : 1;
  };
  double left = 0, right = 0;
  std::string left_text, right_text;
  const int left_kind = value(a, left, left_text), right_kind = value(b, right, right_text);
  if (left_kind != right_kind) return left_kind < right_kind ? -1 : 1;
  if (left_kind == 1) return left_text.compare(right_text);
  return left < right ? -1 : left > right ? 1 : 0;
}

int compare_fixed(const Run& a, const Run& b, int column) {
  if (column == 1) return a.name.compare(b.name);
  if (column == 2) return a.status.compare(b.status);
  return a.start_ms < b.start_ms ? -1 : a.start_ms > b.start_ms ? 1 : 0;
}

void sort_rows(RunsState& runs) {
  ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
  if (specs == nullptr || (!specs->SpecsDirty && !runs.order_is_stale)) return;
  runs.order.resize(runs.runs.size());
  for (std::size_t i = 0; i < runs.order.size(); ++i) runs.order[i] = i;
  if (specs->SpecsCount > 0) {
    const ImGuiTableColumnSortSpecs spec = specs->Specs[0];
    const std::vector<const RunColumn*> shown = shown_columns(runs);
    const int index = spec.ColumnIndex;
    std::stable_sort(runs.order.begin(), runs.order.end(), [&](std::size_t a, std::size_t b) {
      const Run& left = runs.runs[a];
      const Run& right = runs.runs[b];
      const int order =
          index < kFixedColumns
              ? compare_fixed(left, right, index)
              : compare_values(left, right, *shown[static_cast<std::size_t>(index - kFixedColumns)]);
      return spec.SortDirection == ImGuiSortDirection_Ascending ? order < 0 : order > 0;
    });
  }
  specs->SpecsDirty = false;
  runs.order_is_stale = false;
}

void toggle(RunsState& runs, const std::string& id) {
  const auto found = std::find(runs.selected.begin(), runs.selected.end(), id);
  if (found != runs.selected.end()) {
    runs.selected.erase(found);
    return;
  }
  if (runs.selected.size() == kMostSelected) runs.selected.erase(runs.selected.begin());
  runs.selected.push_back(id);
}

std::string_view status_text(const Texts& t, const std::string& status) {
  if (status == "FINISHED") return t.run_finished;
  if (status == "FAILED") return t.run_failed;
  if (status == "RUNNING") return t.run_running;
  if (status == "KILLED") return t.run_killed;
  return status;
}

// The next cell, its text in the middle of the row.
void next_cell() {
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
}

void draw_row(Frame& frame, const Run& run, std::span<const RunColumn* const> shown) {
  RunsState& runs = frame.state.runs;
  const bool selected = std::find(runs.selected.begin(), runs.selected.end(), run.id) != runs.selected.end();
  ImGui::TableNextRow(0, Grid::kRow);
  ImGui::TableNextColumn();
  bool ticked = selected;
  ImGui::PushID(run.id.c_str());
  if (checkbox(frame, "run." + run.id, "", ticked)) toggle(runs, run.id);
  ImGui::PopID();
  next_cell();
  clipped_text(run.name, ImGui::GetContentRegionAvail().x);
  frame.widgets.note("run.name." + run.id, run.name, "row", run.status);
  next_cell();
  if (run.status == "FAILED")
    warning_text(frame, status_text(frame.texts, run.status), 200);
  else
    soft_text(frame, status_text(frame.texts, run.status));
  next_cell();
  soft_text(frame, moment(run.start_ms, frame.state.minutes_from_utc));
  for (const RunColumn* column : shown) {
    next_cell();
    const double* metric = column->is_metric ? run.metric(column->name) : nullptr;
    const std::string* param = column->is_metric ? nullptr : run.param(column->name);
    if (metric != nullptr) number_cell(fixed(*metric, 4, frame.state.language));
    if (param != nullptr) number_cell(*param);
  }
}

void set_up_columns(const Texts& t, std::span<const RunColumn* const> shown) {
  ImGui::TableSetupScrollFreeze(2, 1);
  ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed | ImGuiTableColumnFlags_NoSort, 24);
  ImGui::TableSetupColumn(t.run_name, ImGuiTableColumnFlags_WidthFixed, 170);
  ImGui::TableSetupColumn(t.run_status, ImGuiTableColumnFlags_WidthFixed, 72);
  ImGui::TableSetupColumn(t.run_start,
                          ImGuiTableColumnFlags_WidthFixed | ImGuiTableColumnFlags_DefaultSort |
                              ImGuiTableColumnFlags_PreferSortDescending,
                          116);
  for (const RunColumn* column : shown)
    ImGui::TableSetupColumn(column->name.c_str(),
                            ImGuiTableColumnFlags_WidthFixed |
                                (column->is_metric ? ImGuiTableColumnFlags_PreferSortDescending : 0),
                            std::max(72.0F, text_width(column->name) + 16));
}

// A header that sorts; over numbers it ends where they end, or before the arrow.
void draw_header(const char* name, bool over_numbers) {
  if (!over_numbers) return ImGui::TableHeader(name);
  const bool sorted = (ImGui::TableGetColumnFlags() & ImGuiTableColumnFlags_IsSorted) != 0;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = at.x + ImGui::GetContentRegionAvail().x - (sorted ? 14.0F : 0.0F);
  ImGui::TableHeader("##sort");
  ImGui::GetWindowDrawList()->AddText({right - text_width(name), at.y}, ImGui::GetColorU32(ImGuiCol_Text),
                                      name);
}

void draw_headers(Frame& frame) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.soft);
  ImGui::PushFont(nullptr, Grid::kSmall);
  for (int column = 0; column < ImGui::TableGetColumnCount(); ++column) {
    if (!ImGui::TableSetColumnIndex(column)) continue;
    const char* name = ImGui::TableGetColumnName(column);
    ImGui::PushID(column);
    draw_header(name, column >= kFixedColumns);
    ImGui::PopID();
    frame.widgets.note("runs.sort." + std::to_string(column), name, "header", "");
  }
  ImGui::PopFont();
  ImGui::PopStyleColor();
}

}  // namespace

void draw_run_table(Frame& frame) {
  RunsState& runs = frame.state.runs;
  const std::vector<const RunColumn*> shown = shown_columns(runs);
  constexpr int kFlags = ImGuiTableFlags_Sortable | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_ScrollX |
                         ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                         ImGuiTableFlags_NoBordersInBody;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const Panel panel(frame, "runs.panel", {room.x, std::max(room.y, 200.0F)});
  if (runs.runs.empty() && !runs.loading) {
    section_text(frame, frame.texts.runs_empty_title);
    wrapped_text(frame, runs.filter.empty() ? frame.texts.runs_empty : frame.texts.runs_empty_filter, 620);
    return;
  }
  // The table is another one when other columns are shown: ImGui keeps widths and sorting by position.
  std::string name = "runs";
  for (const RunColumn* column : shown) name += "/" + column->name;
  if (!ImGui::BeginTable(name.c_str(), kFixedColumns + static_cast<int>(shown.size()), kFlags)) return;
  set_up_columns(frame.texts, shown);
  draw_headers(frame);
  sort_rows(runs);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(8, 0));
  ImGuiListClipper rows;
  rows.Begin(static_cast<int>(runs.order.size()));
  while (rows.Step())
    for (int row = rows.DisplayStart; row < rows.DisplayEnd; ++row)
      draw_row(frame, runs.runs[runs.order[static_cast<std::size_t>(row)]], shown);
  ImGui::PopStyleVar();
  ImGui::EndTable();
}

}  // namespace shohin
