// What the Train and Log views show: settings, progress, and the models that were trained in this tab.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "learn/settings.h"
#include "text/json.h"

namespace shohin {

struct ClassResult {
  std::string name;
  double precision = 0, recall = 0, f1 = 0;
  std::uint32_t support = 0;
};

// A training report (docs of `shohin train --json`), as both this tab and logged runs hold it.
struct Report {
  double accuracy = 0, accuracy_train = 0, precision = 0, recall = 0, f1 = 0, log_loss = 0;
  std::uint64_t rows_train = 0, rows_test = 0;
  std::vector<std::string> labels;
  std::vector<LocalText> label_texts;  // [class] for people; empty when the contract is not at hand
  std::vector<ClassResult> classes;
  std::vector<std::vector<std::uint32_t>> confusion;  // [true][predicted]
  std::string model_digest, file_sha256, data_digest;

  // The classes' names in that language.
  [[nodiscard]] std::vector<std::string> names(std::string_view language) const;
};

enum class LogStage : std::uint8_t { kNotSent, kSending, kFailed, kSent };

struct TrainedModel {
  std::uint32_t key = 0;  // the page keeps the bytes under it
  std::string dataset;
  LearnerConfig config;
  double seconds = 0;
  std::uint32_t workers = 0;
  std::uint64_t file_bytes = 0;
  Report report;
  LogStage stage = LogStage::kNotSent;
  std::string step;  // what is being sent: "create_run", "upload", ...
  std::uint32_t step_done = 0, step_total = 0;
  std::string problem;           // what the server or the network said
  bool left_failed_run = false;  // the server has a run of this attempt, marked FAILED
  std::string run_id;            // once it is sent
};

enum class TrainingStage : std::uint8_t { kIdle, kRunning, kCancelled, kFailed };

struct TrainingState {
  LearnerConfig config;
  std::uint32_t seed = 42;
  std::uint32_t test_percent = 20;
  std::uint32_t workers = 1;
  std::uint32_t most_workers = 1;  // what the machine has
  TrainingStage stage = TrainingStage::kIdle;
  std::uint32_t steps_done = 0;  // trees, rounds or steps
  double seconds = 0;
  std::string help;  // of the setting that has the pointer or the focus
  Faults faults;
  std::vector<TrainedModel> models;  // newest last
  std::size_t shown = 0;             // index into models

  std::string experiment, run_name;  // the Log view's fields

  [[nodiscard]] std::size_t unsent() const;
};

}  // namespace shohin
