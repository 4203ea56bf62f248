#include "serving/prediction_log.h"

#include <sys/resource.h>
#include <unistd.h>

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

constexpr std::chrono::seconds kLastWrite{2};
constexpr std::size_t kRowsTogether = 8192;  // in one transaction, about

PredictionRow row_of(const WaitingPredictions::Piece& piece, std::size_t i, bool with_inputs) {
  const auto& head = piece.head;
  const auto& contract = head.model->model.contract;
  const auto id = std::string_view(head.request_id.data(), head.request_id.size());
  const auto features = contract.features.size();
  PredictionRow row{.time_ms = head.time_ms,
                    .request_id = std::string(id.substr(0, id.find('\0'))),
                    .model = head.model->identity.name,
                    .version = head.model->identity.version,
                    .predicted_class = contract.classes[piece.answers[i].class_index].name,
                    .confidence = piece.answers[i].confidence,
                    .milliseconds = head.milliseconds,
                    .inputs = {}};
  if (with_inputs) row.inputs = inputs_json(contract, piece.values.subspan(i * features, features));
  return row;
}

std::size_t count_rows(std::span<const WaitingPredictions::Piece> pieces) {
  std::size_t rows = 0;
  for (const auto& piece : pieces) rows += piece.answers.size();
  return rows;
}

bool has_room(const PredictionLogOptions& options) {
  std::error_code unknown;
  const auto space = std::filesystem::space(options.file.parent_path(), unknown);
  return unknown || space.available >= options.min_free_bytes;
}

// Of this thread alone, as Linux counts threads. Where it is not allowed the thread competes like the others.
void give_way() { (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10); }

}  // namespace

PredictionLog::PredictionLog(Options options, Log& log) : options_(std::move(options)), log_(log) {
  singles_.clear();
  thread_ = std::thread([this] { work(); });
}

PredictionLog::~PredictionLog() {
  {
    const std::lock_guard lock(mutex_);
    stop_by_ = std::chrono::steady_clock::now() + kLastWrite;
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PredictionLog::add(const Predictions& predictions) {
  const bool is_single = predictions.size() == 1;
  bool added = false;
  {
    const std::lock_guard lock(mutex_);
    added = (is_single ? singles_ : batches_)
                .add(predictions, options_.clock(), options_.inputs,
                     is_single ? options_.singles : options_.batches);
  }
  if (!added) dropped_.fetch_add(predictions.size(), std::memory_order_relaxed);
  if (added && !is_single) wake_.notify_all();
}

void PredictionLog::work() {
  give_way();
  WaitingPredictions singles, batches;
  singles.clear();
  std::unique_lock lock(mutex_);
  for (bool last = false; !last;) {
    wake_.wait_for(lock, options_.write_every, [this] { return stopping_ || batches_.rows() > 0; });
    last = stopping_;
    std::swap(singles, singles_);
    std::swap(batches, batches_);
    lock.unlock();
    write_all(singles);
    write_all(batches);
    singles.clear();
    batches.clear();
    lock.lock();
  }
}

// In transactions of some thousand rows, so that those who read the log see it grow. After a failure the file
// is opened anew: what failed once may do later.
void PredictionLog::write_all(const WaitingPredictions& waiting) {
  const auto pieces = waiting.pieces();
  for (Pieces rest = pieces; !rest.empty();) {
    if (stopping_ && std::chrono::steady_clock::now() > stop_by_)
      return give_up(count_rows(rest), {ErrorCode::kTemporarilyUnavailable, "", "the server stops", {}});
    std::size_t count = 0;
    for (std::size_t rows = 0; count < rest.size() && rows < kRowsTogether; ++count)
      rows += rest[count].answers.size();
    const auto written = write(rest.first(count));
    if (!written) return give_up(count_rows(rest), written.error());
    kept_.fetch_add(count_rows(rest.first(count)), std::memory_order_relaxed);
    rest = rest.subspan(count);
  }
}

void PredictionLog::give_up(std::size_t rows, const Error& error) {
  dropped_.fetch_add(rows, std::memory_order_relaxed);
  const bool is_set_aside =
      error.code == ErrorCode::kInternalError && set_aside_damaged_predictions(options_.file);
  log_.write(is_set_aside ? LogLevel::kError : LogLevel::kWarning,
             is_set_aside ? "prediction log damaged and begun anew" : "predictions not logged",
             {{"rows", static_cast<std::int64_t>(rows)}, {"detail", error.detail}});
}

Outcome<void> PredictionLog::write(Pieces pieces) {
  if (!has_room(options_))
    return refuse(ErrorCode::kInsufficientStorage, "The disk is full.", "too little free disk");
  if (!database_) {
    auto opened = open_predictions(options_.file);
    if (!opened) return tl::unexpected<Error>(opened.error());
    database_ = std::move(*opened);
  }
  database_->execute("BEGIN IMMEDIATE");
  for (const auto& piece : pieces) {
    for (std::size_t i = 0; i < piece.answers.size(); ++i)
      insert_prediction(*database_, row_of(piece, i, options_.inputs));
  }
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

Outcome<std::vector<PredictionRow>> PredictionLog::newest(const PredictionQuery& query) const {
  std::error_code unknown;
  if (!std::filesystem::exists(options_.file, unknown)) return std::vector<PredictionRow>{};
  auto database = read_predictions(options_.file);
  if (!database) return tl::unexpected<Error>(database.error());
  auto rows = newest_predictions(**database, query);
  if (auto sound = (*database)->verdict(); !sound) return tl::unexpected<Error>(sound.error());
  return rows;
}

}  // namespace shohin
