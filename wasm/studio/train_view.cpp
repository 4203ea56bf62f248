#include <array>
#include <string>
#include <vector>

#include "controls.h"
#include "layout.h"
#include "plots.h"
#include "views.h"

namespace shohin {
namespace {

constexpr float kSettingsWidth = 340;
constexpr float kInner = kSettingsWidth - 32;
constexpr float kHalf = (kInner - 8) / 2;

// Notes which setting the pointer or the focus is on; its help stands under the settings.
void follow_help(TrainingState& training, const char* name) {
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled) || ImGui::IsItemActive())
    training.help_of = name;
}

void draw_growth(Frame& frame) {
  TrainingState& training = frame.state.training;
  ForestSettings& config = training.config;
  const Texts& t = frame.texts;
  whole_field(frame, "train.n_estimators", t.set_trees, config.n_estimators, {1, 10'000}, kHalf);
  follow_help(training, "trees");
  ImGui::SameLine();
  whole_field(frame, "train.max_depth", t.set_depth, config.max_depth, {1, 64}, kHalf);
  follow_help(training, "depth");
  whole_field(frame, "train.min_samples_split", t.set_split, config.min_samples_split, {2, 1'000'000}, kHalf);
  follow_help(training, "split");
  ImGui::SameLine();
  whole_field(frame, "train.min_samples_leaf", t.set_leaf, config.min_samples_leaf, {1, 1'000'000}, kHalf);
  follow_help(training, "leaf");
  const std::vector<std::string> counts{t.features_sqrt, t.features_all};
  std::size_t index = config.all_features ? 1 : 0;
  if (choice(frame, "train.max_features", t.set_features, counts, index, kInner))
    config.all_features = index == 1;
  follow_help(training, "features");
  checkbox(frame, "train.bootstrap", t.set_bootstrap, config.bootstrap);
  follow_help(training, "bootstrap");
}

void draw_repeat(Frame& frame) {
  TrainingState& training = frame.state.training;
  const Texts& t = frame.texts;
  constexpr float kThird = (kInner - 16) / 3;
  whole_field(frame, "train.seed", t.set_seed, training.seed, {0, 4'294'967'295U}, kThird);
  follow_help(training, "seed");
  ImGui::SameLine();
  whole_field(frame, "train.test_percent", t.set_test, training.test_percent, {5, 50}, kThird);
  follow_help(training, "test");
  ImGui::SameLine();
  whole_field(frame, "train.workers", t.set_workers, training.workers, {1, training.most_workers}, kThird);
  follow_help(training, "workers");
}

std::string_view help_text(const Texts& t, std::string_view name) {
  const std::array<std::pair<std::string_view, std::string_view>, 9> helps{{{"trees", t.help_trees},
                                                                            {"depth", t.help_depth},
                                                                            {"split", t.help_split},
                                                                            {"leaf", t.help_leaf},
                                                                            {"features", t.help_features},
                                                                            {"bootstrap", t.help_bootstrap},
                                                                            {"seed", t.help_seed},
                                                                            {"test", t.help_test},
                                                                            {"workers", t.help_workers}}};
  for (const auto& [key, text] : helps)
    if (key == name) return text;
  return t.help_none;
}

void ask_training(Frame& frame) {
  TrainingState& training = frame.state.training;
  training.stage = TrainingStage::kRunning;
  training.trees_done = 0;
  training.seconds = 0;
  training.faults = {};
  frame.requests.ask("train", {{"request", JsonObject{{"learner", "random_forest"},
                                                      {"config", settings_json(training.config)},
                                                      {"seed", training.seed},
                                                      {"test_share", training.test_percent / 100.0}}},
                               {"trees", training.config.n_estimators},
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
  section_text(frame, t.train_forest);
  gap(16);
  ImGui::BeginDisabled(frame.state.training.stage == TrainingStage::kRunning);
  draw_growth(frame);
  gap(16);
  draw_repeat(frame);
  ImGui::EndDisabled();
  gap(16);
  draw_start(frame);
  gap(16);
  const float top = ImGui::GetCursorPosY();
  wrapped_text(frame, help_text(t, frame.state.training.help_of), kInner);
  ImGui::SetCursorPosY(top);
  ImGui::Dummy(
      {kInner, ImGui::GetTextLineHeightWithSpacing() * 4});  // room for the longest, so nothing jumps
}

void draw_running(Frame& frame, float width) {
  const TrainingState& training = frame.state.training;
  const Language language = frame.state.language;
  const Panel panel(frame, "train.running", {width, 0});
  const auto done = static_cast<double>(training.trees_done);
  const std::string rate = training.seconds > 0
                               ? counted(static_cast<std::uint64_t>(done / training.seconds), language)
                               : std::string("0");
  const std::string text =
      fill(frame.texts.train_progress, {{"done", counted(training.trees_done, language)},
                                        {"total", counted(training.config.n_estimators, language)},
                                        {"rate", rate}});
  section_text(frame, text);
  gap(12);
  draw_progress(frame, "train.progress",
                static_cast<float>(done) / static_cast<float>(training.config.n_estimators), width - 32);
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
