#include <array>
#include <string>
#include <vector>

#include "controls.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

struct Example {
  std::string_view name;  // its contract's, too
  std::string_view rows;
};

constexpr std::array<Example, 3> kExamples{{{"iris", "150"}, {"breast_cancer", "569"}, {"bonsai", "4000"}}};

std::string_view example_title(const Texts& t, std::size_t index) {
  const std::array titles{t.example_iris, t.example_breast_cancer, t.example_bonsai};
  return titles[index];
}

void draw_examples(Frame& frame) {
  const Texts& t = frame.texts;
  field_label(frame, t.data_examples);
  for (std::size_t i = 0; i < kExamples.size(); ++i) {
    if (i > 0) ImGui::SameLine();
    const std::string id = std::string("data.example.").append(kExamples[i].name);
    const std::string rows = fill(
        t.rows_short, {{"count", counted(std::stoul(std::string(kExamples[i].rows)), frame.state.language)}});
    if (button(frame, id, example_title(t, i), {.enabled = !frame.state.data.reading, .shortcut = rows}))
      frame.requests.ask("load_example", {{"name", kExamples[i].name}});
  }
}

// The contracts that ship, the picked file's name if there is one, and "from a file".
std::vector<std::string> contract_choices(const Frame& frame) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kExamples.size(); ++i) names.emplace_back(example_title(frame.texts, i));
  if (!frame.state.data.contract_file.empty()) names.push_back(frame.state.data.contract_file);
  names.emplace_back(frame.texts.data_contract_pick);
  return names;
}

void draw_own_file(Frame& frame) {
  const Texts& t = frame.texts;
  DataState& data = frame.state.data;
  const std::vector<std::string> names = contract_choices(frame);
  const std::size_t before = data.contract_choice;
  if (choice(frame, "data.contract", t.data_contract, names, data.contract_choice, 220)) {
    if (data.contract_choice + 1 == names.size()) {
      data.contract_choice = before;
      frame.requests.ask("pick_contract");
    } else {
      const std::size_t index = data.contract_choice;
      frame.requests.ask("use_contract", {{"name", index < kExamples.size() ? kExamples[index].name : ""}});
    }
  }
  ImGui::SameLine();
  ImGui::BeginGroup();
  field_label(frame, t.data_own);
  if (button(frame, "data.pick", t.data_pick, {.weight = Weight::kPrimary, .enabled = !data.reading}))
    frame.requests.ask("pick_data");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  soft_text(frame, t.data_drop);
  ImGui::EndGroup();
}

void draw_sources(Frame& frame) {
  ImGui::BeginGroup();
  draw_examples(frame);
  ImGui::EndGroup();
  ImGui::SameLine(0, 32);
  if (ImGui::GetContentRegionAvail().x < 640) ImGui::NewLine();
  ImGui::BeginGroup();
  draw_own_file(frame);
  ImGui::EndGroup();
  gap(Grid::kGap);
}

void draw_empty(Frame& frame) {
  const Texts& t = frame.texts;
  const Panel panel(frame, "data.empty", {ImGui::GetContentRegionAvail().x, 0});
  section_text(frame, t.data_empty_title);
  wrapped_text(frame, t.data_empty, 620);
}

}  // namespace

void draw_data(Frame& frame) {
  DataState& data = frame.state.data;
  page_title(frame, frame.texts.view_data, frame.texts.data_sentence);
  draw_sources(frame);
  if (data.reading) {
    soft_text(frame, fill(frame.texts.data_reading, {{"name", data.reading_name}}));
    ImGui::SameLine();
    if (button(frame, "data.cancel", frame.texts.cancel)) frame.requests.ask("cancel_reading");
    return;
  }
  if (!data.refused_name.empty()) {
    draw_faults(frame, data);
    gap(Grid::kGap);
  }
  if (!data.dataset) {
    if (data.refused_name.empty()) draw_empty(frame);
    return;
  }
  draw_columns(frame, *data.dataset);
  gap(Grid::kGap);
  draw_preview(frame, *data.dataset);
}

}  // namespace shohin
