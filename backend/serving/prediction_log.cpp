#include "serving/prediction_log.h"

#include <algorithm>
#include <cmath>

#include "text/json.h"

namespace shohin {
namespace {

// {"height": 25.3, "root_system": "tap"}: what was missing is left out.
std::string inputs_json(const Contract& contract, std::span<const float> row) {
  JsonObject inputs;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto& feature = contract.features[i];
    if (std::isnan(row[i])) continue;
    if (feature.kind == FeatureKind::kCategorical) {
      inputs.emplace_back(feature.name, feature.categories[static_cast<std::size_t>(row[i])].name);
    } else {
      inputs.emplace_back(feature.name, static_cast<double>(row[i]));
    }
  }
  return write_json(inputs);
}

bool has_room(const PredictionLogOptions& options) {
  std::error_code unknown;
  const auto space = std::filesystem::space(options.file.parent_path(), unknown);
  return unknown || space.available >= options.min_free_bytes;
}

}  // namespace

PredictionLog::PredictionLog(Options options, Log& log) : options_(std::move(options)), log_(log) {
  waiting_.reserve(options_.most_waiting);
  thread_ = std::thread([this] { work(); });
}

PredictionLog::~PredictionLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PredictionLog::add(const Prediction& prediction) {
  if (full_.load(std::memory_order_relaxed)) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  const std::chrono::duration<float, std::milli> time =
      std::chrono::steady_clock::now() - prediction.request.started;
  Waiting entry{prediction.model,        options_.clock(), {}, prediction.class_index,
                prediction.confidence(), time.count(),     {}};
  const std::string_view id = prediction.request.request_id;
  std::copy_n(id.begin(), std::min(id.size(), entry.request_id.size()), entry.request_id.begin());
  if (options_.inputs) entry.row.assign(prediction.row.begin(), prediction.row.end());
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= options_.most_waiting) {
    full_ = true;
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  waiting_.push_back(std::move(entry));
}

PredictionRow PredictionLog::row_of(const Waiting& waiting) {
  const auto& identity = waiting.model->identity;
  const auto& contract = waiting.model->model.contract;
  const auto id = std::string_view(waiting.request_id.data(), waiting.request_id.size());
  PredictionRow row{.time_ms = waiting.time_ms,
                    .request_id = std::string(id.substr(0, id.find('\0'))),
                    .model = identity.name,
                    .version = identity.version,
                    .predicted_class = contract.classes[waiting.class_index].name,
                    .confidence = waiting.confidence,
                    .milliseconds = waiting.milliseconds,
                    .inputs = {}};
  if (!waiting.row.empty()) row.inputs = inputs_json(contract, waiting.row);
  return row;
}

void PredictionLog::work() {
  std::vector<Waiting> rows;
  rows.reserve(options_.most_waiting);
  std::unique_lock lock(mutex_);
  for (bool last = false; !last;) {
    wake_.wait_for(lock, options_.write_every, [this] { return stopping_; });
    last = stopping_;
    rows.swap(waiting_);
    full_ = false;
    lock.unlock();
    if (!rows.empty()) {
      const auto written = write(rows);
      (written ? kept_ : dropped_).fetch_add(rows.size(), std::memory_order_relaxed);
      if (!written) {
        log_.write(LogLevel::kWarning, "predictions not logged",
                   {{"rows", static_cast<std::int64_t>(rows.size())}, {"detail", written.error().detail}});
      }
    }
    rows.clear();
    lock.lock();
  }
}

// After a failure the file is opened anew: what failed once may do later.
Outcome<void> PredictionLog::write(const std::vector<Waiting>& rows) {
  if (!has_room(options_))
    return refuse(ErrorCode::kInsufficientStorage, "The disk is full.", "too little free disk");
  if (!database_) {
    auto opened = open_predictions(options_.file);
    if (!opened) return tl::unexpected<Error>(opened.error());
    database_ = std::move(*opened);
  }
  database_->execute("BEGIN IMMEDIATE");
  for (const auto& row : rows) insert_prediction(*database_, row_of(row));
  trim();
  database_->execute("COMMIT");
  auto done = database_->verdict();
  if (!done) database_.reset();
  return done;
}

void PredictionLog::trim() {
  delete_predictions_before(*database_, options_.clock() - options_.max_age_ms);
  if (predictions_bytes(*database_) > options_.max_bytes) delete_oldest_predictions(*database_);
}

Outcome<std::vector<PredictionRow>> PredictionLog::newest(const PredictionQuery& query) {
  std::error_code unknown;
  if (!std::filesystem::exists(options_.file, unknown)) return std::vector<PredictionRow>{};
  auto database = read_predictions(options_.file);
  if (!database) return tl::unexpected<Error>(database.error());
  auto rows = newest_predictions(**database, query);
  if (auto sound = (*database)->verdict(); !sound) return tl::unexpected<Error>(sound.error());
  return rows;
}

}  // namespace shohin
