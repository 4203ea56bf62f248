#include "serving/csv_scoring.h"

#include <optional>
#include <string>
#include <vector>

#include "calibrate/certainty_json.h"
#include "data/csv_rows.h"
#include "model/predict_threads.h"
#include "text/json.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::size_t kBatchRows = 8192;
constexpr std::size_t kBatchBytes = 4U << 20U;  // of lines that wait: rows may be wide

void append_cell(std::string& line, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

std::string joined(std::span<const std::string_view> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    append_cell(line, cells[i]);
  }
  return line;
}

// Rows that wait for their predictions.
class Batch {
 public:
  explicit Batch(const CsvScoring& scoring) : scoring_(scoring) {}

  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] bool is_full() const { return lines_.size() >= kBatchRows || bytes_ >= kBatchBytes; }

  void add(std::string line, std::span<const float> values) {
    bytes_ += line.size() + values.size_bytes();
    lines_.push_back(std::move(line));
    values_.insert(values_.end(), values.begin(), values.end());
  }

  // The lines with their predictions; the batch is empty afterwards.
  std::string take() {
    const auto classes = scoring_.predictor.class_count();
    const auto features = scoring_.predictor.feature_count();
    std::vector<float> probabilities(lines_.size() * classes);
    predict_with_threads(scoring_.predictor, values_, probabilities, scoring_.threads);
    scoring_.predicted(values_, probabilities);
    std::string text;
    for (std::size_t row = 0; row < lines_.size(); ++row) {
      text += lines_[row];
      append_answer(text, std::span(values_).subspan(row * features, features),
                    std::span(probabilities).subspan(row * classes, classes));
    }
    lines_.clear();
    values_.clear();
    bytes_ = 0;
    return text;
  }

 private:
  void append_answer(std::string& text, std::span<const float> row,
                     std::span<const float> probabilities) const {
    const std::uint32_t best = best_class(probabilities);
    text += ',';
    append_cell(text, scoring_.model.contract.classes[best].name);
    text += ',';
    text += print_number(probabilities[best]);
    for (const float probability : probabilities) text.append(",").append(print_number(probability));
    if (scoring_.conformal != nullptr) {
      text += ',';
      append_cell(text, write_json(set_json(*scoring_.conformal, scoring_.model.contract, probabilities)));
    }
    if (scoring_.explainer != nullptr) {
      const auto explanation = scoring_.explainer->explain(row);
      for (const double part : std::span(explanation.contributions).subspan(best * row.size(), row.size()))
        text.append(",").append(print_number(part));
    }
    text += '\n';
  }

  const CsvScoring& scoring_;
  std::vector<std::string> lines_;
  std::vector<float> values_;
  std::size_t bytes_ = 0;
};

std::string header_line(std::span<const std::string_view> header, const CsvScoring& scoring) {
  std::string line = joined(header) + ",prediction,confidence";
  for (const TargetClass& one : scoring.model.contract.classes) {
    line += ',';
    append_cell(line, "p_" + one.name);
  }
  if (scoring.conformal != nullptr) line += ",prediction_set";
  if (scoring.explainer != nullptr) {
    for (const Feature& feature : scoring.model.contract.features) {
      line += ',';
      append_cell(line, "contribution_" + feature.name);
    }
  }
  return line + "\n";
}

// Everything of one CSV, so that the steps below stay short.
class CsvRun {
 public:
  using Write = std::function<Outcome<void>(std::string_view)>;

  CsvRun(const CsvScoring& scoring, CsvReader::More more, const Write& write)
      : scoring_(scoring), batch_(scoring), reader_(std::move(more)), write_(write) {}

  Outcome<CsvScore> run() {
    const auto rows = read_header();
    if (!rows) return std::move(score_);
    if (auto written = write_(header_); !written) return tl::unexpected<Error>(written.error());
    std::vector<float> values(scoring_.model.contract.features.size());
    std::uint32_t label = 0;
    while (next()) {
      const bool good = rows->read(reader_.cells(), reader_.row(), values, label, score_.faults);
      if (good && score_.faults.empty()) batch_.add(joined(reader_.cells()), values);
      if (!batch_.is_full()) continue;
      if (auto written = flush(); !written) return tl::unexpected<Error>(written.error());
    }
    if (auto written = flush(); !written) return tl::unexpected<Error>(written.error());
    return std::move(score_);
  }

 private:
  std::optional<CsvRows> read_header() {
    if (!next()) {
      if (score_.faults.empty()) score_.faults.add({.code = FaultCode::kEmpty, .field = "header"});
      return std::nullopt;
    }
    auto rows = CsvRows::match(reader_.cells(), scoring_.model.contract, Labels::kOptional);
    if (!rows) score_.faults = rows.error();
    if (!rows) return std::nullopt;
    header_ = header_line(reader_.cells(), scoring_);
    return std::move(*rows);
  }

  bool next() {
    const Result<bool> read = reader_.next();
    if (!read) score_.faults.add(read.error().first());
    const bool more = read && *read;
    if (!more || scoring_.explainer == nullptr || reader_.row() <= kMostExplainedRows) return more;
    score_.faults.add({.code = FaultCode::kTooLarge,
                       .field = "explain",
                       .expected = std::to_string(kMostExplainedRows) + " rows",
                       .row = reader_.row()});
    return false;
  }

  // A CSV with faults is not answered, so nothing more of it is computed.
  Outcome<void> flush() {
    if (!score_.faults.empty()) return {};
    score_.rows += batch_.size();
    return write_(batch_.take());
  }

  const CsvScoring& scoring_;
  Batch batch_;
  CsvReader reader_;
  const Write& write_;
  std::string header_;
  CsvScore score_;
};

}  // namespace

Outcome<CsvScore> score_csv(const CsvScoring& scoring, CsvReader::More more,
                            const std::function<Outcome<void>(std::string_view text)>& write) {
  return CsvRun(scoring, std::move(more), write).run();
}

}  // namespace shohin
