#include <string>
#include <vector>

#include "controls.h"
#include "layout.h"
#include "learner_texts.h"
#include "plots.h"
#include "views.h"

namespace shohin {
namespace {

constexpr float kSettingsWidth = 340;
constexpr float kInner = kSettingsWidth - 32;
constexpr float kHalf = (kInner - 8) / 2;

// Notes which setting the pointer or the focus is on; its help stands under the settings.
void follow_help(Frame& frame, std::string help) {
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled) || ImGui::IsItemActive())
    frame.state.training.help = std::move(help);
}

void draw_learner(Frame& frame) {
  LearnerConfig& config = frame.state.training.config;
  std::vector<std::string> names;
  std::size_t index = 0;
  for (const Learner learner : kLearners) {
    if (learner == config.learner) index = names.size();
    names.push_back(learner_text(learner, frame.state.language));
  }
  if (choice(frame, "train.learner", frame.texts.set_learner, names, index, kInner))
    config = default_config(kLearners[index]);
  follow_help(frame, frame.texts.help_learner);
}

// The control that fits the setting's type. All but boxes to tick stand two in a row.
struct DrawSetting {
  Frame& frame;
  const Setting& setting;
  const std::string& id;
  const std::string& label;
  LearnerConfig& config;

  void operator()(std::uint32_t LearnerConfig::*place) const {
    const WholeRange range{static_cast<std::uint32_t>(setting.least),
                           static_cast<std::uint32_t>(setting.most)};
    whole_field(frame, id, label, config.*place, range, kHalf);
  }
  void operator()(double LearnerConfig::*place) const {
    number_field(frame, id, label, config.*place, {setting.least, setting.most}, kHalf);
  }
  void operator()(bool LearnerConfig::*place) const { checkbox(frame, id, label, config.*place); }
  void operator()(std::string_view LearnerConfig::*place) const {
    std::vector<std::string> texts;
    std::size_t index = 0;
    for (const std::string_view each : setting.choices) {
      if (each == config.*place) index = texts.size();
      texts.push_back(choice_text(each, frame.state.language));
    }
    if (choice(frame, id, label, texts, index, kHalf)) config.*place = setting.choices[index];
  }
};

void draw_learner_settings(Frame& frame) {
  LearnerConfig& config = frame.state.training.config;
  bool half_full = false;
  for (const Setting& setting : settings_of(config.learner)) {
    const std::string id = "train." + std::string(setting.name);
    const std::string label = setting_label(setting, frame.state.language);
    const bool is_half = setting.type_name() != "boolean";
    if (half_full && is_half) ImGui::SameLine();
    std::visit(DrawSetting{frame, setting, id, label, config}, setting.place);
    follow_help(frame, setting_help(setting, frame.state.language));
    half_full = is_half && !half_full;
  }
}

void draw_repeat(Frame& frame) {
  TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  constexpr float kThird = (kInner - 16) / 3;
  whole_field(frame, "train.seed", t.set_seed, training.seed, {0, 4'294'967'295U}, kThird);
  follow_help(frame, t.help_seed);
  ImGui::SameLine();
  whole_field(frame, "train.test_percent", t.set_test, training.test_percent, {5, 50}, kThird);
  follow_help(frame, t.help_test);
  ImGui::SameLine();
  whole_field(frame, "train.workers", t.set_workers, training.workers, {1, training.most_workers}, kThird);
  follow_help(frame, t.help_workers);
}

void ask_training(Frame& frame) {
  TrainingState& training = frame.state.training;
  training.stage = TrainingStage::kRunning;
  training.steps_done = 0;
  training.seconds = 0;
  training.faults = {};
  frame.requests.ask("train",
                     {{"request", JsonObject{{"learner", std::string(learner_name(training.config.learner))},
                                             {"config", config_json(training.config)},
                                             {"seed", training.seed},
                                             {"test_share", training.test_percent / 100.0}}},
                      {"parts", part_count(training.config)},
                      {"workers", training.workers}});
}

void draw_start(Frame& frame) {
  TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  if (training.stage == TrainingStage::kRunning) {
    if (button(frame, "train.cancel", t.train_cancel, {.width = kInner, .shortcut = "Esc"}) ||
        ImGui::IsKeyPressed(ImGuiKey_Escape))
      frame.requests.ask("cancel_training");
    return;
  }
  const bool ready = frame.state.data.dataset.has_value();
  const bool pressed =
      button(frame, "train.start", t.train_start,
             {.weight = Weight::kPrimary, .enabled = ready, .width = kInner, .shortcut = t.key_enter});
  if (ready && (pressed || ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_Enter))) ask_training(frame);
}

void draw_settings(Frame& frame) {
  const Texts& t = frame.texts;
  const Panel panel(frame, "train.settings", {kSettingsWidth, 0});
  ImGui::BeginDisabled(frame.state.training.stage == TrainingStage::kRunning);
  draw_learner(frame);
  gap(8);
  draw_learner_settings(frame);
  gap(16);
  draw_repeat(frame);
  ImGui::EndDisabled();
  gap(16);
  draw_start(frame);
  gap(16);
  const std::string& help = frame.state.training.help;
  const float top = ImGui::GetCursorPosY();
  wrapped_text(frame, help.empty() ? std::string(t.help_none) : help, kInner);
  ImGui::SetCursorPosY(top);
  ImGui::Dummy(
      {kInner, ImGui::GetTextLineHeightWithSpacing() * 4});  // room for the longest, so nothing jumps
}

std::string_view unit_text(const Frame& frame) {
  switch (frame.state.training.config.learner) {
    case Learner::kRandomForest:
    case Learner::kExtraTrees:
      return frame.texts.unit_trees;
    case Learner::kGradientBoosting:
      return frame.texts.unit_rounds;
    case Learner::kSoftmaxRegression:
      return frame.texts.unit_steps;
  }
  return {};
}

void draw_running(Frame& frame, float width) {
  const TrainingState& training = frame.state.training;
  const Language language = frame.state.language;
  const Panel panel(frame, "train.running", {width, 0});
  const auto done = static_cast<double>(training.steps_done);
  const std::string rate = training.seconds > 0
                               ? counted(static_cast<std::uint64_t>(done / training.seconds), language)
                               : std::string("0");
  const std::string text =
      fill(frame.texts.train_progress, {{"done", counted(training.steps_done, language)},
                                        {"total", counted(step_count(training.config), language)},
                                        {"unit", unit_text(frame)},
                                        {"rate", rate}});
  section_text(frame, text);
  gap(12);
  draw_progress(frame, "train.progress",
                static_cast<float>(done) / static_cast<float>(step_count(training.config)), width - 32);
}

void draw_problems(Frame& frame, float width) {
  const Panel panel(frame, "train.failed", {width, 0}, true);
  for (const Fault& fault : frame.state.training.faults.list()) {
    const std::string words = frame.fault_texts.word(fault, frame.state.language);
    warning_text(frame, words, width - 32);
    frame.widgets.note("train.problem", fault.field, "text", words);
  }
}

void draw_outcome(Frame& frame) {
  const TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  const float width = ImGui::GetContentRegionAvail().x;
  if (training.stage == TrainingStage::kRunning) return draw_running(frame, width);
  if (training.stage == TrainingStage::kFailed) return draw_problems(frame, width);
  if (training.stage == TrainingStage::kCancelled) {
    const Panel panel(frame, "train.cancelled", {width, 0});
    section_text(frame, t.train_cancelled);
    frame.widgets.note("train.cancelled", "", "text", t.train_cancelled);
    wrapped_text(frame, t.train_cancelled_more, width - 32);
    return;
  }
  if (training.shown < training.models.size()) return draw_result(frame, training.models[training.shown]);
  const Panel panel(frame, "train.empty", {width, 0});
  const bool has_data = frame.state.data.dataset.has_value();
  section_text(frame, has_data ? t.train_ready_title : t.train_no_data_title);
  wrapped_text(frame, has_data ? t.train_ready : t.train_no_data, width - 32);
  gap(12);
  if (!has_data && button(frame, "train.to_data", t.train_to_data)) frame.state.view = View::kData;
}

}  // namespace

void draw_train(Frame& frame) {
  const std::string sentence =
      frame.state.data.dataset
          ? fill(frame.texts.train_sentence_on,
                 {{"name", frame.state.data.dataset->name},
                  {"rows", counted(frame.state.data.dataset->rows, frame.state.language)}})
          : std::string(frame.texts.train_sentence);
  page_title(frame, frame.texts.view_train, sentence);
  draw_settings(frame);
  ImGui::SameLine(0, Grid::kGap);
  ImGui::BeginGroup();
  draw_outcome(frame);
  ImGui::EndGroup();
}

}  // namespace shohin
