#include <algorithm>
#include <string>

#include "controls.h"
#include "layout.h"
#include "learner_texts.h"
#include "plots.h"
#include "views.h"

namespace shohin {
namespace {

std::string step_text(const Texts& t, const TrainedModel& model) {
  if (model.step == "upload")
    return fill(t.step_upload,
                {{"done", std::to_string(model.step_done)}, {"total", std::to_string(model.step_total)}});
  if (model.step == "values") return t.step_values;
  if (model.step == "model") return t.step_model;
  if (model.step == "finish") return t.step_finish;
  return t.step_create;
}

std::string stage_text(const Frame& frame, const TrainedModel& model) {
  const Texts& t = frame.texts;
  switch (model.stage) {
    case LogStage::kNotSent:
      return t.stage_not_sent;
    case LogStage::kSending:
      return step_text(t, model);
    case LogStage::kFailed:
      return t.stage_failed;
    case LogStage::kSent:
      return t.stage_sent;
  }
  return {};
}

void ask_log(Frame& frame, TrainedModel& model) {
  const TrainingState& training = frame.state.training;
  model.stage = LogStage::kSending;
  model.step = "create";
  model.step_done = model.step_total = 0;
  model.problem.clear();
  frame.requests.ask(
      "log_run", {{"key", model.key}, {"experiment", training.experiment}, {"run_name", training.run_name}});
}

bool is_sending(const TrainingState& training) {
  return std::any_of(training.models.begin(), training.models.end(),
                     [](const TrainedModel& model) { return model.stage == LogStage::kSending; });
}

void draw_send(Frame& frame, TrainedModel& model) {
  const TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  if (model.stage == LogStage::kSent) return;
  const bool can = !training.experiment.empty() && !is_sending(training);
  const std::string_view label = model.stage == LogStage::kFailed ? t.log_again : t.log_send;
  const bool pressed =
      button(frame, "log.send", label, {.weight = Weight::kPrimary, .enabled = can, .shortcut = t.key_enter});
  if (can && (pressed || ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_Enter))) ask_log(frame, model);
}

void draw_failure(Frame& frame, const TrainedModel& model, float width) {
  const Texts& t = frame.texts;
  warning_text(frame, fill(t.log_failed, {{"problem", model.problem}}), width);
  frame.widgets.note("log.problem", "", "text", model.problem);
  wrapped_text(frame, model.left_failed_run ? t.log_failed_marked : t.log_failed_nothing, width);
}

void draw_sent(Frame& frame, const TrainedModel& model, float width) {
  const Texts& t = frame.texts;
  wrapped_text(frame, fill(t.log_sent, {{"run", model.run_id}}), width);
  frame.widgets.note("log.sent", "", "text", model.run_id);
  gap(12);
  if (button(frame, "log.to_models", t.log_to_models, {.weight = Weight::kPrimary})) {
    frame.state.models.register_run = model.run_id;
    frame.state.models.asked = false;
    frame.state.view = View::kModels;
  }
  ImGui::SameLine();
  if (button(frame, "log.to_runs", t.log_to_runs)) frame.state.view = View::kRuns;
}

void draw_form(Frame& frame, TrainedModel& model) {
  TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  const float width = 460;
  const Panel panel(frame, "log.form", {width, 0});
  section_text(frame,
               fill(t.log_what, {{"name", model.dataset},
                                 {"accuracy", fixed(model.report.accuracy, 3, frame.state.language)}}));
  wrapped_text(frame, t.log_parts, width - 32);
  gap(16);
  const float half = (width - 40) / 2;
  ImGui::BeginDisabled(model.stage == LogStage::kSending || model.stage == LogStage::kSent);
  text_field(frame, "log.experiment", t.log_experiment, training.experiment, {.width = half});
  ImGui::SameLine();
  text_field(frame, "log.run_name", t.log_run_name, training.run_name,
             {.width = half, .hint = t.log_run_hint});
  ImGui::EndDisabled();
  gap(16);
  if (model.stage == LogStage::kSending) {
    soft_text(frame, step_text(t, model));
    const float share = model.step_total == 0
                            ? 0.05F
                            : static_cast<float>(model.step_done) / static_cast<float>(model.step_total);
    draw_progress(frame, "log.progress", share, width - 32);
  }
  if (model.stage == LogStage::kFailed) draw_failure(frame, model, width - 32);
  if (model.stage == LogStage::kSent) draw_sent(frame, model, width - 32);
  draw_send(frame, model);
}

void draw_model_row(Frame& frame, std::size_t index) {
  TrainingState& training = frame.state.training;
  const TrainedModel& model = training.models[index];
  const Language language = frame.state.language;
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const std::string id = "log.model." + std::to_string(model.key);
  const std::string label = model.dataset + "###" + id;
  if (ImGui::Selectable(label.c_str(), training.shown == index, ImGuiSelectableFlags_SpanAllColumns))
    training.shown = index;
  frame.widgets.note(id, model.dataset, "row", stage_text(frame, model));
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(learner_text(model.config.learner, language).c_str());
  ImGui::TableNextColumn();
  number_cell(fixed(model.report.accuracy, 3, language));
  ImGui::TableNextColumn();
  soft_text(frame, stage_text(frame, model));
}

void draw_list(Frame& frame) {
  const Texts& t = frame.texts;
  const float width = ImGui::GetContentRegionAvail().x;
  const Panel panel(frame, "log.models", {width, 0});
  section_text(frame, t.log_list);
  if (!ImGui::BeginTable("trained", 4, ImGuiTableFlags_BordersInnerH)) return;
  ImGui::TableSetupColumn(t.log_data, ImGuiTableColumnFlags_WidthStretch);
  ImGui::TableSetupColumn(t.set_learner, ImGuiTableColumnFlags_WidthFixed, 164);
  ImGui::TableSetupColumn(t.metric_accuracy, ImGuiTableColumnFlags_WidthFixed, 80);
  ImGui::TableSetupColumn(t.run_status, ImGuiTableColumnFlags_WidthFixed, 150);
  table_headers(frame, {2});
  for (std::size_t i = frame.state.training.models.size(); i-- > 0;) draw_model_row(frame, i);
  ImGui::EndTable();
}

}  // namespace

void draw_log(Frame& frame) {
  TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  page_title(frame, t.view_log, t.log_sentence);
  if (training.shown >= training.models.size()) {
    const Panel panel(frame, "log.empty", {ImGui::GetContentRegionAvail().x, 0});
    section_text(frame, t.log_empty_title);
    wrapped_text(frame, t.log_empty, 620);
    gap(12);
    if (button(frame, "log.to_train", t.log_to_train)) frame.state.view = View::kTrain;
    return;
  }
  draw_form(frame, training.models[training.shown]);
  ImGui::SameLine(0, Grid::kGap);
  ImGui::BeginGroup();
  draw_list(frame);
  ImGui::EndGroup();
}

}  // namespace shohin
