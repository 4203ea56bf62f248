// Everything that the Studio knows. Views read and change it; the page's messages change it.
#pragma once

#include "data_state.h"
#include "server_state.h"
#include "texts.h"
#include "training_state.h"

namespace shohin {

enum class View : std::uint8_t { kData, kTrain, kLog, kRuns, kModels };

struct StudioState {
  View view = View::kData;
  Language language = Language::kEnglish;
  bool dark = false;
  bool dragging_file = false;         // a file hangs over the page
  std::int32_t minutes_from_utc = 0;  // of the person's clock
  std::uint64_t page_bytes = 0;       // memory of this module
  SessionState session;
  DataState data;
  TrainingState training;
  RunsState runs;
  ModelsState models;
};

}  // namespace shohin
