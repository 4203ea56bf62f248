#include <array>
#include <string>

#include "controls.h"
#include "layout.h"
#include "learner_texts.h"
#include "plots.h"
#include "views.h"

namespace shohin {
namespace {

void draw_figures(Frame& frame, std::string_view id, const Report& report, float width) {
  const Texts& t = frame.texts;
  struct Figure {
    std::string_view name;
    const char* label;
    double value;
  };
  const std::array<Figure, 6> figures{{{".accuracy", t.metric_accuracy, report.accuracy},
                                       {".accuracy_train", t.metric_accuracy_train, report.accuracy_train},
                                       {".precision", t.metric_precision, report.precision},
                                       {".recall", t.metric_recall, report.recall},
                                       {".f1", t.metric_f1, report.f1},
                                       {".log_loss", t.metric_log_loss, report.log_loss}}};
  const float each = (width - 5 * 8) / 6;
  for (const Figure& item : figures) {
    if (item.name != figures[0].name) ImGui::SameLine();
    figure(frame, std::string(id).append(item.name), item.label, fixed(item.value, 3, frame.state.language),
           each);
  }
}

void draw_classes(Frame& frame, const Report& report, float width) {
  const Texts& t = frame.texts;
  const Language language = frame.state.language;
  if (!ImGui::BeginTable("classes", 5, ImGuiTableFlags_BordersInnerH, {width, 0})) return;
  ImGui::TableSetupColumn(t.class_name, ImGuiTableColumnFlags_WidthStretch);
  for (const char* name : {t.metric_precision, t.metric_recall, t.metric_f1, t.class_rows})
    ImGui::TableSetupColumn(name, ImGuiTableColumnFlags_WidthFixed, 72);
  table_headers(frame, {1, 2, 3, 4});
  const std::vector<std::string> names = report.names(tag_of(language));
  for (std::size_t i = 0; i < report.classes.size(); ++i) {
    const ClassResult& row = report.classes[i];
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_class_mark(*ImGui::GetWindowDrawList(), {at.x + 6, at.y + ImGui::GetTextLineHeight() / 2}, i,
                    packed(frame.theme.of_class(i)));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 20);
    clipped_text(names[i], ImGui::GetContentRegionAvail().x);
    for (const double value : {row.precision, row.recall, row.f1}) {
      ImGui::TableNextColumn();
      number_cell(fixed(value, 3, language));
    }
    ImGui::TableNextColumn();
    number_cell(counted(row.support, language));
  }
  ImGui::EndTable();
}

void draw_digest(Frame& frame, std::string_view id, std::string_view name, const std::string& digest) {
  ImGui::AlignTextToFramePadding();
  soft_text(frame, name);
  ImGui::SameLine(170);
  ImGui::AlignTextToFramePadding();
  clipped_text(digest, ImGui::GetContentRegionAvail().x - button_width(frame.texts.copy) - 16);
  frame.widgets.note(id, name, "text", digest);
  ImGui::SameLine();
  align_right(button_width(frame.texts.copy));
  if (button(frame, std::string(id).append(".copy"), frame.texts.copy, {.weight = Weight::kQuiet}))
    frame.requests.ask("copy", {{"text", digest}});
}

std::string made_text(const Frame& frame, const TrainedModel& model) {
  const Language language = frame.state.language;
  return fill(frame.texts.result_made, {{"seconds", fixed(model.seconds, 2, language)},
                                        {"workers", counted(model.workers, language)},
                                        {"train", counted(model.report.rows_train, language)},
                                        {"test", counted(model.report.rows_test, language)},
                                        {"size", byte_size(model.file_bytes, language)}});
}

void draw_matrix(Frame& frame, std::string_view id, const Report& report, float width) {
  section_text(frame, frame.texts.confusion);
  small_text(frame, frame.texts.confusion_how);
  gap(12);
  draw_confusion(frame, std::string(id).append(".confusion"), report.names(tag_of(frame.state.language)),
                 report.confusion, width);
}

}  // namespace

void draw_report(Frame& frame, std::string_view id, const Report& report) {
  const float width = ImGui::GetContentRegionAvail().x;
  draw_figures(frame, id, report, width);
  gap(Grid::kGap);
  const bool wide = width > 720;
  const float half = wide ? (width - 32) / 2 : width;
  ImGui::BeginGroup();
  section_text(frame, frame.texts.per_class);
  draw_classes(frame, report, half);
  ImGui::EndGroup();
  if (wide)
    ImGui::SameLine(0, 32);
  else
    gap(Grid::kGap);
  ImGui::BeginGroup();
  draw_matrix(frame, id, report, half);
  ImGui::EndGroup();
}

void draw_digests(Frame& frame, const Report& report) {
  const Texts& t = frame.texts;
  draw_digest(frame, "digest.model", t.digest_model, report.model_digest);
  draw_digest(frame, "digest.file", t.digest_file, report.file_sha256);
  draw_digest(frame, "digest.data", t.digest_data, report.data_digest);
}

void draw_result(Frame& frame, const TrainedModel& model) {
  const Texts& t = frame.texts;
  const float width = ImGui::GetContentRegionAvail().x;
  {
    const Panel panel(frame, "train.result", {width, 0});
    section_text(frame,
                 fill(t.result_title, {{"learner", learner_text(model.config.learner, frame.state.language)},
                                       {"name", model.dataset}}));
    ImGui::SameLine();
    align_right(button_width(t.result_log));
    if (button(frame, "train.to_log", t.result_log)) frame.state.view = View::kLog;
    soft_text(frame, made_text(frame, model));
    frame.widgets.note("result.made", "", "text", made_text(frame, model));
    gap(Grid::kGap);
    draw_report(frame, "result", model.report);
  }
  gap(Grid::kGap);
  const Panel panel(frame, "train.digests", {width, 0});
  section_text(frame, t.digests);
  draw_digests(frame, model.report);
}

}  // namespace shohin
