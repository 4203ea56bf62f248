#include <utility>

#include "receive.h"

namespace shohin {
namespace {

std::vector<std::uint32_t> read_counts(const Json& list) {
  std::vector<std::uint32_t> counts;
  for (const Json& count : list.as_array()) counts.push_back(static_cast<std::uint32_t>(count.as_number()));
  return counts;
}

ColumnSummary read_column(const Json& column) {
  return {.missing = static_cast<std::uint64_t>(column["missing"].as_number()),
          .low = column["low"].as_number(),
          .high = column["high"].as_number(),
          .mean = column["mean"].as_number(),
          .counts = read_counts(column["counts"])};
}

// Views index columns by feature and counts by class, so nothing but a whole summary is taken.
bool fits(const Dataset& dataset) {
  return dataset.columns.size() == dataset.contract.features.size() &&
         (dataset.class_counts.empty() || dataset.class_counts.size() == dataset.contract.classes.size());
}

std::optional<Dataset> read_dataset(const Json& message) {
  auto contract = read_contract(message["contract"]);
  if (!contract) return std::nullopt;
  Dataset dataset{.name = message["name"].as_string(),
                  .digest = message["data_digest"].as_string(),
                  .rows = static_cast<std::uint64_t>(message["rows"].as_number()),
                  .contract = std::move(*contract),
                  .columns = {},
                  .class_counts = read_counts(message["class_counts"]),
                  .preview = {}};
  for (const Json& column : message["columns"].as_array()) dataset.columns.push_back(read_column(column));
  for (const Json& row : message["preview"].as_array()) {
    std::vector<std::string> cells;
    for (const Json& cell : row.as_array()) cells.push_back(cell.as_string());
    dataset.preview.push_back(std::move(cells));
  }
  if (!fits(dataset)) return std::nullopt;
  return dataset;
}

void take_dataset(StudioState& state, const Json& message) {
  DataState& data = state.data;
  data.reading = false;
  data.refused_name.clear();
  data.faults = {};
  data.dataset = read_dataset(message);
  if (!data.dataset) return;
  state.training.experiment = data.dataset->contract.name;
  state.models.register_name = data.dataset->contract.name;
  if (state.training.stage != TrainingStage::kRunning) state.training.stage = TrainingStage::kIdle;
  state.training.shown = state.training.models.size();  // no result of these data yet
}

void take_refusal(DataState& data, const Json& message) {
  data.reading = false;
  data.refused_name = message["name"].as_string();
  data.faults = read_faults(message);
  data.fault_count = static_cast<std::uint64_t>(message["count"].as_number());
}

}  // namespace

bool receive_data(StudioState& state, const std::string& what, const Json& message) {
  DataState& data = state.data;
  if (what == "reading") {
    data.reading = true;
    data.reading_name = message["name"].as_string();
    return true;
  }
  if (what == "reading_cancelled") return data.reading = false, true;
  if (what == "dataset") return take_dataset(state, message), true;
  if (what == "refused") return take_refusal(data, message), true;
  if (what == "contract") {
    data.contract_file = message["file"].as_string();
    data.contract_choice = static_cast<std::size_t>(message["choice"].as_number());
    return true;
  }
  return false;
}

}  // namespace shohin
