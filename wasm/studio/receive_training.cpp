#include <algorithm>
#include <utility>

#include "receive.h"

namespace shohin {
namespace {

TrainedModel* find_model(TrainingState& training, const Json& message) {
  const auto key = static_cast<std::uint32_t>(message["key"].as_number());
  const auto found = std::find_if(training.models.begin(), training.models.end(),
                                  [key](const TrainedModel& model) { return model.key == key; });
  return found == training.models.end() ? nullptr : &*found;
}

void take_model(StudioState& state, const Json& message) {
  TrainingState& training = state.training;
  TrainedModel model;
  model.key = static_cast<std::uint32_t>(message["key"].as_number());
  model.dataset = message["dataset"].as_string();
  model.config = training.config;
  model.seconds = message["seconds"].as_number();
  model.workers = static_cast<std::uint32_t>(message["workers"].as_number());
  model.file_bytes = static_cast<std::uint64_t>(message["file_bytes"].as_number());
  model.report = read_report(message["report"]);
  if (state.data.dataset)
    for (const TargetClass& target : state.data.dataset->contract.classes)
      model.report.label_texts.push_back(target.label);
  training.models.push_back(std::move(model));
  training.shown = training.models.size() - 1;
  training.stage = TrainingStage::kIdle;
  training.run_name.clear();
}

bool receive_log(StudioState& state, Requests& requests, const std::string& what, const Json& message) {
  if (!what.starts_with("log_")) return false;
  TrainedModel* model = find_model(state.training, message);
  if (model == nullptr) return true;
  if (what == "log_step") {
    model->step = message["step"].as_string();
    model->step_done = static_cast<std::uint32_t>(message["done"].as_number());
    model->step_total = static_cast<std::uint32_t>(message["total"].as_number());
  }
  if (what == "log_failed") {
    model->stage = LogStage::kFailed;
    model->problem = message["problem"].as_string();
    model->left_failed_run = message["left_failed_run"].as_bool();
  }
  if (what == "log_done") {
    model->stage = LogStage::kSent;
    model->run_id = message["run_id"].as_string();
    state.models.register_run = model->run_id;
    requests.ask("list_experiments");  // the runs follow, so that the Models view can offer this one
  }
  return true;
}

}  // namespace

std::size_t TrainingState::unsent() const {
  return static_cast<std::size_t>(std::count_if(
      models.begin(), models.end(), [](const TrainedModel& m) { return m.stage != LogStage::kSent; }));
}

std::vector<std::string> Report::names(std::string_view language) const {
  std::vector<std::string> out = labels;
  if (label_texts.size() != labels.size()) return out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = text_in(label_texts[i], language, labels[i]);
  return out;
}

Report read_report(const Json& report) {
  Report out{.accuracy = report["accuracy"].as_number(),
             .accuracy_train = report["accuracy_train"].as_number(),
             .precision = report["precision"].as_number(),
             .recall = report["recall"].as_number(),
             .f1 = report["f1"].as_number(),
             .log_loss = report["log_loss"].as_number(),
             .rows_train = static_cast<std::uint64_t>(report["rows_train"].as_number()),
             .rows_test = static_cast<std::uint64_t>(report["rows_test"].as_number()),
             .labels = {},
             .label_texts = {},
             .classes = {},
             .confusion = {},
             .model_digest = report["model_digest"].as_string(),
             .file_sha256 = report["file_sha256"].as_string(),
             .data_digest = report["data_digest"].as_string()};
  for (const Json& label : report["labels"].as_array()) out.labels.push_back(label.as_string());
  for (const std::string& label : out.labels) {
    const Json& row = report["classes"][label];
    out.classes.push_back({.name = label,
                           .precision = row["precision"].as_number(),
                           .recall = row["recall"].as_number(),
                           .f1 = row["f1"].as_number(),
                           .support = static_cast<std::uint32_t>(row["support"].as_number())});
  }
  for (const Json& row : report["confusion_matrix"].as_array()) {
    std::vector<std::uint32_t> counts;
    for (const Json& count : row.as_array()) counts.push_back(static_cast<std::uint32_t>(count.as_number()));
    out.confusion.push_back(std::move(counts));
  }
  return out;
}

bool receive_training(StudioState& state, Requests& requests, const std::string& what, const Json& message) {
  TrainingState& training = state.training;
  if (what == "progress") {
    training.steps_done = static_cast<std::uint32_t>(message["done"].as_number());
    training.seconds = message["seconds"].as_number();
    return true;
  }
  if (what == "trained") return take_model(state, message), true;
  if (what == "training_cancelled") return training.stage = TrainingStage::kCancelled, true;
  if (what == "training_failed") {
    training.stage = TrainingStage::kFailed;
    training.faults = read_faults(message);
    return true;
  }
  return receive_log(state, requests, what, message);
}

}  // namespace shohin
