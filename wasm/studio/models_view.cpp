#include <algorithm>
#include <string>
#include <vector>

#include "controls.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

void ask_models(Frame& frame) {
  frame.state.models.asked = frame.state.models.loading = true;
  frame.requests.ask("list_models");
}

// The finished runs that logged a model, newest first as the server gave them.
std::vector<const Run*> runs_with_model(const RunsState& runs) {
  std::vector<const Run*> found;
  for (const Run& run : runs.runs)
    if (!run.model_id.empty() && run.status == "FINISHED") found.push_back(&run);
  return found;
}

void draw_register(Frame& frame, float width) {
  ModelsState& models = frame.state.models;
  const Texts& t = frame.texts;
  const Panel panel(frame, "models.register", {width, 0});
  section_text(frame, t.register_title);
  const std::vector<const Run*> runs = runs_with_model(frame.state.runs);
  if (runs.empty()) return wrapped_text(frame, t.register_no_runs, width - 32);
  std::vector<std::string> names;
  std::size_t index = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    names.push_back(runs[i]->name + "   " + moment(runs[i]->start_ms, frame.state.minutes_from_utc));
    if (runs[i]->id == models.register_run) index = i;
  }
  choice(frame, "register.run", t.register_run, names, index, 320);
  models.register_run = runs[index]->id;
  ImGui::SameLine();
  text_field(frame, "register.name", t.register_name, models.register_name, {.width = 200, .hint = "bonsai"});
  ImGui::SameLine();
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ImGui::GetItemRectSize().y - Grid::kRow);
  const bool can = !models.register_name.empty() && !models.busy;
  const Weight weight = models.asked_version.empty() ? Weight::kPrimary : Weight::kPlain;
  if (button(frame, "register.go", t.register_go, {.weight = weight, .enabled = can})) {
    models.busy = true;
    models.problem.clear();
    models.notice.clear();
    frame.requests.ask(
        "register",
        {{"name", models.register_name}, {"run_id", runs[index]->id}, {"model_id", runs[index]->model_id}});
  }
}

void draw_names(Frame& frame, float width, float height) {
  ModelsState& models = frame.state.models;
  const Panel panel(frame, "models.names", {width, height});
  section_text(frame, frame.texts.models_names);
  gap(12);
  for (std::size_t i = 0; i < models.models.size(); ++i) {
    const RegisteredModel& model = models.models[i];
    const std::string id = "model." + model.name;
    if (ImGui::Selectable((model.name + "###" + id).c_str(), models.shown == i, 0, {0, Grid::kRow - 4})) {
      models.shown = i;
      models.asked_version.clear();
    }
    frame.widgets.note(id, model.name, "row", models.shown == i ? "on" : "off");
    const ModelVersion* served = model.production();
    const std::string text = served == nullptr
                                 ? std::string("\u2013")
                                 : fill(frame.texts.version_short, {{"version", served->version}});
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 4);
    align_right(text_width(text));
    soft_text(frame, text);
  }
}

std::string run_name(const StudioState& state, const std::string& id) {
  for (const Run& run : state.runs.runs)
    if (run.id == id) return run.name;
  return id.substr(0, 8);
}

const Run* find_run(const StudioState& state, const std::string& id) {
  for (const Run& run : state.runs.runs)
    if (run.id == id) return &run;
  return nullptr;
}

void draw_version(Frame& frame, const ModelVersion& version) {
  ModelsState& models = frame.state.models;
  const Texts& t = frame.texts;
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  number_cell(version.version);
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  std::string aliases;
  for (const std::string& alias : version.aliases) aliases += (aliases.empty() ? "" : ", ") + alias;
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.moss);
  plain_text(aliases);
  ImGui::PopStyleColor();
  frame.widgets.note("version." + version.version, version.name, "row", aliases);
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  const Run* run = find_run(frame.state, version.run_id);
  const double* accuracy = run == nullptr ? nullptr : run->metric("accuracy");
  number_cell(accuracy == nullptr ? std::string("\u2013") : fixed(*accuracy, 4, frame.state.language));
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  clipped_text(run_name(frame.state, version.run_id), ImGui::GetContentRegionAvail().x);
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  soft_text(frame, moment(version.created_ms, frame.state.minutes_from_utc));
  ImGui::TableNextColumn();
  if (version.has_alias("production")) return soft_text(frame, t.version_serving);
  if (button(frame, "promote." + version.version, t.promote,
             {.enabled = !models.busy, .width = ImGui::GetContentRegionAvail().x}))
    models.asked_version = version.version;
}

void draw_versions(Frame& frame, const RegisteredModel& model) {
  const Texts& t = frame.texts;
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(8, 2));
  const bool open = ImGui::BeginTable("versions", 6, ImGuiTableFlags_BordersInnerH);
  if (!open) return ImGui::PopStyleVar();
  ImGui::TableSetupColumn(t.version, ImGuiTableColumnFlags_WidthFixed, 64);
  ImGui::TableSetupColumn(t.version_aliases, ImGuiTableColumnFlags_WidthFixed, 120);
  ImGui::TableSetupColumn(t.metric_accuracy, ImGuiTableColumnFlags_WidthFixed, 80);
  ImGui::TableSetupColumn(t.version_run, ImGuiTableColumnFlags_WidthStretch);
  ImGui::TableSetupColumn(t.version_created, ImGuiTableColumnFlags_WidthFixed, 130);
  ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, 130);
  table_headers(frame, {0, 2});
  for (const ModelVersion& version : model.versions) draw_version(frame, version);
  ImGui::EndTable();
  ImGui::PopStyleVar();
}

// What was production before the last promotion in this tab; nothing when that is not known.
std::string version_before(const ModelsState& models, const std::string& name) {
  for (const auto& [model, version] : models.before)
    if (model == name) return version;
  return {};
}

void promote(Frame& frame, const RegisteredModel& model, const std::string& version) {
  ModelsState& models = frame.state.models;
  models.busy = true;
  models.asked_version.clear();
  models.problem.clear();
  models.notice.clear();
  const ModelVersion* served = model.production();
  frame.requests.ask("promote", {{"name", model.name},
                                 {"version", version},
                                 {"before", served == nullptr ? std::string() : served->version}});
}

void draw_question(Frame& frame, const RegisteredModel& model, float width) {
  ModelsState& models = frame.state.models;
  const Texts& t = frame.texts;
  const ModelVersion* served = model.production();
  const std::string sentence =
      served == nullptr
          ? fill(t.promote_first, {{"name", model.name}, {"version", models.asked_version}})
          : fill(t.promote_instead,
                 {{"name", model.name}, {"version", models.asked_version}, {"before", served->version}});
  const Panel panel(frame, "models.question", {width, 0});
  section_text(frame, fill(t.promote_title, {{"name", model.name}, {"version", models.asked_version}}));
  wrapped_text(frame, sentence, width - 32);
  frame.widgets.note("promote.sentence", "", "text", sentence);
  gap(12);
  if (button(frame, "promote.yes", fill(t.promote_yes, {{"version", models.asked_version}}),
             {.weight = Weight::kPrimary}))
    return promote(frame, model, std::string(models.asked_version));
  ImGui::SameLine();
  if (button(frame, "promote.no", t.promote_no) || ImGui::IsKeyPressed(ImGuiKey_Escape))
    models.asked_version.clear();
}

void draw_model(Frame& frame, const RegisteredModel& model, float width, float height) {
  ModelsState& models = frame.state.models;
  const Panel panel(frame, "models.versions", {width, height});
  section_text(frame, model.name);
  const std::string before = version_before(models, model.name);
  const ModelVersion* served = model.production();
  if (!before.empty() && served != nullptr && served->version != before) {
    const std::string label = fill(frame.texts.roll_back, {{"version", before}});
    ImGui::SameLine();
    align_right(button_width(label));
    if (button(frame, "models.roll_back", label, {.weight = Weight::kDanger, .enabled = !models.busy}))
      models.asked_version = before;
  }
  if (!models.asked_version.empty()) draw_question(frame, model, width - 32);
  draw_versions(frame, model);
}

void draw_notes(Frame& frame) {
  const ModelsState& models = frame.state.models;
  const float width = ImGui::GetContentRegionAvail().x;
  if (!models.problem.empty()) {
    warning_text(frame, models.problem, width);
    frame.widgets.note("models.problem", "", "text", models.problem);
  }
  if (!models.notice.empty()) {
    wrapped_text(frame, models.notice, width);
    frame.widgets.note("models.notice", "", "text", models.notice);
  }
}

}  // namespace

void draw_models(Frame& frame) {
  ModelsState& models = frame.state.models;
  const Texts& t = frame.texts;
  if (!models.asked) ask_models(frame);
  page_title(frame, t.view_models, t.models_sentence);
  draw_register(frame, ImGui::GetContentRegionAvail().x);
  gap(16);
  draw_notes(frame);
  gap(16);
  if (models.models.empty()) {
    soft_text(frame, models.loading ? t.models_loading : t.models_empty);
    return;
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float height = std::max(room.y, 220.0F);
  models.shown = std::min(models.shown, models.models.size() - 1);
  draw_names(frame, 240, height);
  ImGui::SameLine(0, Grid::kGap);
  draw_model(frame, models.models[models.shown], room.x - 240 - Grid::kGap, height);
}

}  // namespace shohin
