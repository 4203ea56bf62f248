#include <algorithm>
#include <string>
#include <vector>

#include "controls.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

void ask_runs(Frame& frame) {
  RunsState& runs = frame.state.runs;
  runs.asked = runs.loading = true;
  runs.problem.clear();
  JsonArray ids;
  for (std::size_t i = 0; i < runs.experiments.size(); ++i)
    if (runs.experiment == 0 || runs.experiment == i + 1) ids.emplace_back(runs.experiments[i].id);
  frame.requests.ask("list_runs", {{"experiment_ids", std::move(ids)}, {"filter", runs.filter}});
}

void draw_scope(Frame& frame) {
  RunsState& runs = frame.state.runs;
  const Texts& t = frame.texts;
  std::vector<std::string> names{t.runs_all_experiments};
  for (const Experiment& experiment : runs.experiments) names.push_back(experiment.name);
  if (choice(frame, "runs.experiment", t.runs_experiment, names, runs.experiment, 200)) ask_runs(frame);
  ImGui::SameLine();
  const float buttons =
      button_width(t.runs_apply) + button_width(t.runs_columns) + button_width(t.runs_compare) + 24;
  const float room = ImGui::GetContentRegionAvail().x - buttons - 8;
  if (text_field(frame, "runs.filter", t.runs_filter, runs.filter,
                 {.width = std::max(room, 200.0F),
                  .hint = "metrics.accuracy > 0.9 and params.max_depth = '10'"}) == Edit::kEntered)
    ask_runs(frame);
}

void draw_column_choice(Frame& frame) {
  RunsState& runs = frame.state.runs;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(14, 12));
  if (ImGui::BeginPopup("columns")) {
    if (runs.columns.empty()) soft_text(frame, frame.texts.runs_no_columns);
    for (const bool metric : {false, true}) {
      small_text(frame, metric ? frame.texts.metrics : frame.texts.params);
      for (RunColumn& column : runs.columns)
        if (column.is_metric == metric)
          checkbox(frame, "runs.column." + column.name + (metric ? ".metric" : ".param"), column.name,
                   column.shown);
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

void draw_actions(Frame& frame) {
  RunsState& runs = frame.state.runs;
  const Texts& t = frame.texts;
  ImGui::SameLine();
  const float top =
      ImGui::GetCursorPosY() + ImGui::GetItemRectSize().y - Grid::kRow;  // level with the fields
  ImGui::SetCursorPosY(top);
  if (button(frame, "runs.apply", t.runs_apply)) ask_runs(frame);
  ImGui::SameLine();
  ImGui::SetCursorPosY(top);
  if (button(frame, "runs.columns", t.runs_columns)) ImGui::OpenPopup("columns");
  draw_column_choice(frame);
  ImGui::SameLine();
  ImGui::SetCursorPosY(top);
  const bool two = runs.selected.size() == 2;
  if (button(frame, "runs.compare", t.runs_compare, {.weight = Weight::kPrimary, .enabled = two}))
    runs.comparing = true;
}

void draw_state(Frame& frame) {
  const RunsState& runs = frame.state.runs;
  const Texts& t = frame.texts;
  if (!runs.problem.empty()) {
    warning_text(frame, runs.problem, ImGui::GetContentRegionAvail().x);
    frame.widgets.note("runs.problem", "", "text", runs.problem);
    return;
  }
  const std::string count = counted(runs.runs.size(), frame.state.language);
  const std::string_view text = runs.loading ? t.runs_loading : runs.more ? t.runs_count_more : t.runs_count;
  soft_text(frame, fill(text, {{"count", count}, {"selected", std::to_string(runs.selected.size())}}));
}

}  // namespace

void draw_runs(Frame& frame) {
  RunsState& runs = frame.state.runs;
  if (!runs.asked) ask_runs(frame);
  if (runs.comparing && runs.selected.size() == 2) return draw_comparison(frame);
  runs.comparing = false;
  page_title(frame, frame.texts.view_runs, frame.texts.runs_sentence);
  draw_scope(frame);
  draw_actions(frame);
  gap(12);
  draw_state(frame);
  draw_run_table(frame);
}

}  // namespace shohin
