#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "controls.h"
#include "layout.h"
#include "plots.h"
#include "views.h"

namespace shohin {
namespace {

Run* find_run(RunsState& runs, const std::string& id) {
  const auto found =
      std::find_if(runs.runs.begin(), runs.runs.end(), [&id](const Run& run) { return run.id == id; });
  return found == runs.runs.end() ? nullptr : &*found;
}

void draw_values(const std::string& name, const std::string& left, const std::string& right,
                 const std::string& difference) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  clipped_text(name, ImGui::GetContentRegionAvail().x);
  for (const std::string* text : {&left, &right, &difference}) {
    ImGui::TableNextColumn();
    number_cell(*text);
  }
}

void draw_params(Frame& frame, const Run& left, const Run& right) {
  std::set<std::string> names;
  for (const Run* run : {&left, &right})
    for (const auto& [name, value] : run->params) names.insert(name);
  for (const std::string& name : names) {
    const std::string* a = left.param(name);
    const std::string* b = right.param(name);
    if (frame.state.runs.differences_only && a != nullptr && b != nullptr && *a == *b) continue;
    draw_values(name, a != nullptr ? *a : "\u2013", b != nullptr ? *b : "\u2013", "");
  }
}

void draw_metrics(Frame& frame, const Run& left, const Run& right) {
  const Language language = frame.state.language;
  std::set<std::string> names;
  for (const Run* run : {&left, &right})
    for (const auto& [name, value] : run->metrics) names.insert(name);
  for (const std::string& name : names) {
    const double* a = left.metric(name);
    const double* b = right.metric(name);
    const bool both = a != nullptr && b != nullptr;
    if (frame.state.runs.differences_only && both && *a == *b) continue;
    std::string difference = both ? fixed(*b - *a, 4, language) : std::string();
    if (both && *b > *a) difference.insert(0, "+");
    draw_values(name, a != nullptr ? fixed(*a, 4, language) : "\u2013",
                b != nullptr ? fixed(*b, 4, language) : "\u2013", difference);
  }
}

void draw_table(Frame& frame, const Run& left, const Run& right, bool metrics) {
  const Texts& t = frame.texts;
  section_text(frame, metrics ? t.metrics : t.params);
  if (!ImGui::BeginTable(metrics ? "metrics" : "params", 4, ImGuiTableFlags_BordersInnerH)) return;
  ImGui::TableSetupColumn(t.compare_name, ImGuiTableColumnFlags_WidthStretch, 1.2F);
  ImGui::TableSetupColumn(left.name.c_str(), ImGuiTableColumnFlags_WidthStretch, 1);
  ImGui::TableSetupColumn(right.name.c_str(), ImGuiTableColumnFlags_WidthStretch, 1);
  ImGui::TableSetupColumn(metrics ? t.compare_change : "", ImGuiTableColumnFlags_WidthFixed, 90);
  table_headers(frame, {1, 2, 3});
  if (metrics)
    draw_metrics(frame, left, right);
  else
    draw_params(frame, left, right);
  ImGui::EndTable();
}

void draw_matrix(Frame& frame, Run& run, std::string_view id, float width) {
  ImGui::BeginGroup();
  section_text(frame, run.name);
  gap(12);
  if (!run.report && !run.report_asked) {
    run.report_asked = true;
    frame.requests.ask("load_report", {{"run_id", run.id}, {"artifact_uri", run.artifact_uri}});
  }
  if (run.report)
    draw_confusion(frame, id, run.report->names(tag_of(frame.state.language)), run.report->confusion, width);
  else
    soft_text(frame, frame.texts.compare_no_report);
  ImGui::Dummy({width, 0});
  ImGui::EndGroup();
}

}  // namespace

void draw_comparison(Frame& frame) {
  RunsState& runs = frame.state.runs;
  const Texts& t = frame.texts;
  Run* left = find_run(runs, runs.selected[0]);
  Run* right = find_run(runs, runs.selected[1]);
  if (left == nullptr || right == nullptr) {
    runs.comparing = false;
    return;
  }
  page_title(frame, t.compare_title, t.compare_sentence);
  if (button(frame, "compare.back", t.compare_back)) runs.comparing = false;
  ImGui::SameLine(0, Grid::kGap);
  checkbox(frame, "compare.differences", t.compare_differences, runs.differences_only);
  gap(Grid::kGap);
  const float width = ImGui::GetContentRegionAvail().x;
  {
    const Panel panel(frame, "compare.values", {width, 0});
    draw_table(frame, *left, *right, true);
    gap(Grid::kGap);
    draw_table(frame, *left, *right, false);
  }
  gap(Grid::kGap);
  const Panel panel(frame, "compare.matrices", {width, 0});
  section_text(frame, t.confusion);
  gap(16);
  const float half = (width - 32 - 32) / 2;
  draw_matrix(frame, *left, "compare.left.confusion", half);
  ImGui::SameLine(0, 32);
  draw_matrix(frame, *right, "compare.right.confusion", half);
}

}  // namespace shohin
